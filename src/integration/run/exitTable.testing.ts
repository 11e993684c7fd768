/** Registers the scenarios of `exitScenarios.testing.ts` as tests. For tests only. */
import { afterAll, beforeAll, describe, inject, test } from 'vitest'
import { SCENARIOS, type Scenario } from './exitScenarios.testing.ts'
import { acceptOnce, cannotStage, endpoint, playScenario, type Stage } from './playScenario.testing.ts'

/**
 * Groups about what a project holds and says: vitest is started in the process of the test, for a third of the time.
 * What only a whole process shows (filters on a command line, signals, crashes, disks, the commands) is played in one.
 */
const IN_THIS_PROCESS = new Set([
  'skips, only, todo',
  'modifiers, hooks, errors',
  'retries, shuffles, pools, concurrency',
  'baselines',
  'policies',
  'releases and endpoints',
  'config slips',
])

/** Whether a process of its own plays a part of the scenario. */
export function startsProcess(group: string, { run }: Scenario): boolean {
  return !IN_THIS_PROCESS.has(group) || run.split('\n').some((line) => !/^(?:vitest|rm)\b/.test(line))
}

/**
 * Plays one part of the table: two test files play the two, so that each of two cores has one. Lines that are no `vitest`
 * are processes of their own in both.
 */
export function playTable(where: 'processes' | 'this process'): void {
  let stage: Stage
  let close: () => void
  beforeAll(async () => {
    const installed = inject('installed')
    const served = await endpoint()
    close = served.close
    stage = {
      installed,
      origin: served.origin,
      accepted: await acceptOnce(installed),
      inThisProcess: where === 'this process',
    }
  })
  afterAll(() => close())

  const groups = Object.entries(SCENARIOS).filter(
    ([group]) => IN_THIS_PROCESS.has(group) === (where === 'this process'),
  )
  describe.concurrent.each(groups)('%s', { timeout: 120_000 }, (_, scenarios) => {
    test.for(scenarios)('$name ends with $code', async (scenario, { expect, skip }) => {
      const why = cannotStage(scenario)
      if (why !== null) skip(why)
      const { ended, output } = await playScenario(scenario, stage)
      const missing = partsOf(scenario.says).filter((part) => !part.test(output))
      expect({ ended, missing, output: missing.length > 0 ? output : '' }).toEqual({
        ended: ended.map(({ printed }) => ({
          code: scenario.code,
          printed: printed === null ? null : (scenario.prints ?? scenario.code),
        })),
        missing: [],
        output: '',
      })
    })
  })
}

/** What `.*` joins, one by one: what is printed on two streams, or by two processes, comes in either order. */
function partsOf(says: RegExp): RegExp[] {
  if (/\||\(\?/.test(says.source)) return [says]
  return says.source.split('.*').map((part) => new RegExp(part, says.flags))
}
