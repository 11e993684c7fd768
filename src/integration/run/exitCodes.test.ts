import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import { SCENARIOS } from './exitScenarios.testing.ts'
import { acceptOnce, cannotStage, endpoint, playScenario, type Stage } from './playScenario.testing.ts'

/** Each scenario is real processes in a project of its own; as many are played at a time as vitest's `maxConcurrency` says. */

let stage: Stage
let close: () => void
beforeAll(async () => {
  const installed = inject('installed')
  const served = await endpoint()
  close = served.close
  stage = { installed, origin: served.origin, accepted: await acceptOnce(installed) }
})
afterAll(() => close())

test('the table holds at least 150 scenarios, each under a name of its own', ({ expect }) => {
  const names = Object.entries(SCENARIOS).flatMap(([group, scenarios]) =>
    scenarios.map(({ name }) => `${group}: ${name}`),
  )
  expect(names.length).toBeGreaterThanOrEqual(150)
  expect(new Set(names).size).toBe(names.length)
})

describe.concurrent.each(Object.entries(SCENARIOS))('%s', { timeout: 120_000 }, (_, scenarios) => {
  test.for(scenarios)('$name ends with $code', async (scenario, { expect, skip }) => {
    const why = cannotStage(scenario)
    if (why !== null) skip(why)
    const { ended, output } = await playScenario(scenario, stage)
    expect({ ended, output }).toEqual({
      ended: ended.map(({ printed }) => ({
        code: scenario.code,
        printed: printed === null ? null : (scenario.prints ?? scenario.code),
      })),
      output: expect.stringMatching(scenario.says),
    })
  })
})
