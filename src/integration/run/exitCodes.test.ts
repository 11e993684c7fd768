import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import { SCENARIOS } from './exitScenarios.testing.ts'
import { acceptOnce, cannotStage, endpoint, playScenario, type Stage } from './playScenario.testing.ts'

/** Each scenario is real processes in a project of its own; as many are played at a time as vitest's `maxConcurrency` says. */

/** Groups of the table that have been played whole; the others are in the table, and skipped until they have been. */
const PLAYED = new Set(['verdicts', 'filters', 'skips, only, todo', 'retries, shuffles, pools, concurrency'])

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

describe.concurrent.each(Object.entries(SCENARIOS))('%s', { timeout: 120_000 }, (group, scenarios) => {
  test.for(scenarios)('$name ends with $code', async (scenario, { expect, skip }) => {
    const why = PLAYED.has(group) ? cannotStage(scenario) : 'this group has not been played whole yet'
    if (why !== null) skip(why)
    const { codes, output } = await playScenario(scenario, stage)
    expect({ codes, output }).toEqual({
      codes: codes.map(() => scenario.code),
      output: expect.stringMatching(scenario.says),
    })
  })
})
