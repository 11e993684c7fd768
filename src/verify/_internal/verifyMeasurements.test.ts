import { describe, expect, test } from 'vitest'
import { measureTask } from '../../core/measure/index.ts'
import { sampleAnswer, sampleCells, samplePlan } from '../../core/measure/measured.testing.ts'
import { describeMetric, metrics, packageMetric } from '../../core/metrics/index.ts'
import { sampleRun } from '../../core/wording/sampleRun.testing.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import type { OwnMetric, Run } from '../../core/types/index.ts'
import { verifyMeasurements } from './verifyMeasurements.ts'

const plan = samplePlan(12)
const cells = sampleCells(plan, 12, sampleAnswer)
const kind = taskKinds.find((one) => one.kind === 'boolean-qa')!
const deps = { claimKind: () => undefined, taskKind: (name: string) => (name === kind.kind ? kind : undefined) }

function measured(changes: Partial<Run['evidence']> = {}): Run {
  const { evidence, ...run } = sampleRun([])
  const task = measureTask('measure', plan, cells, kind.sameAnswer)
  return {
    ...run,
    evidence: {
      ...evidence,
      mode: 'measure',
      gate: { verdict: 'inconclusive', exitCode: 3, reasons: ['Measured, decides nothing.'] },
      tasks: [{ name: 'qa', hash: plan.taskHash, kind: kind.kind, sources: [] }],
      measurements: { budget: plan.budget, level: 0.95, tasks: [task], claims: [] },
      ...changes,
    },
  }
}

describe('the figures of a measure run', () => {
  test('follow from its observations', () => {
    expect(verifyMeasurements(measured(), cells, deps)).toEqual([])
  })

  test('one altered observation is seen in the figures that rest on it', () => {
    const altered = cells.map((cell, at) => (at === 0 ? { ...cell, score: 0, answer: 'no' } : cell))
    const found = verifyMeasurements(measured(), altered, deps)
    expect(found[0]).toMatch(
      /^measured qa\/slices\/qa\/metrics\/accuracy\/value is recorded as 0\.\d+, recomputed as 0\.\d+$/,
    )
    expect(found.at(-1)).toMatch(/^and \d+ more figures of the measurement$/)
  })

  test('a gate has none, and a measure run has no verdict', () => {
    expect(verifyMeasurements(measured({ mode: 'gate' }), cells, deps)).toEqual([
      'a run in gate mode has measurements: fixed-size statistics are refused on its data',
    ])
    const passed = { verdict: 'pass', exitCode: 0, reasons: [] } as const
    expect(verifyMeasurements(measured({ gate: passed }), cells, deps)).toEqual([
      'a measure run decides nothing, but its gate says pass',
    ])
  })

  test('another budget, another task, an unknown kind are named', () => {
    const { measurements, tasks } = measured().evidence
    const [task] = tasks
    expect(verifyMeasurements(measured({ measurements: { ...measurements!, budget: 7 } }), cells, deps)).toEqual([
      'the budget is recorded as 7, its tasks have 144',
    ])
    expect(verifyMeasurements(measured({ tasks: [{ ...task!, hash: 'b'.repeat(64) }] }), cells, deps)).toEqual([
      "qa was measured as another task than the run's",
    ])
    expect(verifyMeasurements(measured({ tasks: [] }), cells, deps)).toEqual([
      'the run does not name its measured task qa',
    ])
    expect(verifyMeasurements(measured(), cells, { ...deps, taskKind: () => undefined })).toEqual([
      'qa: no task kind boolean-qa here, so it cannot be recomputed',
    ])
  })

  test("of a metric that is not the package's follow from its module alone", () => {
    const own = { ...metrics.accuracy, name: 'own' }
    const task = measureTask('measure', plan, cells, kind.sameAnswer, [...Object.values(metrics), own])
    const withDeclared = (declared: readonly OwnMetric[]) =>
      measured({ measurements: { budget: plan.budget, level: 0.95, tasks: [task], claims: [], metrics: declared } })
    const run = withDeclared([describeMetric(own)])
    const metric = (name: string) => packageMetric(name) ?? (name === 'own' ? own : undefined)
    expect(verifyMeasurements(run, cells, { ...deps, metric })).toEqual([])
    expect(verifyMeasurements(run, cells, deps)).toEqual([
      'measured qa: no metric own here, so it cannot be recomputed',
    ])
    expect(verifyMeasurements(withDeclared([]), cells, { ...deps, metric })).toEqual([
      'the run measured own and does not say what that metric is',
    ])
    const other = { ...describeMetric(own), better: 'less' as const }
    expect(verifyMeasurements(withDeclared([other]), cells, { ...deps, metric })).toEqual([
      'the metric own/better is recorded as "less", recomputed as "more"',
    ])
  })

  test('a metric of this version that is missing is named, and one of a later version is not missed', () => {
    const task = measureTask('measure', plan, cells, kind.sameAnswer, [metrics.flipRate])
    const run = measured({ measurements: { budget: plan.budget, level: 0.95, tasks: [task], claims: [] } })
    const ofVersion = (version: string) => ({
      ...run,
      context: { ...run.context, versions: { 'vitest-robustness': version } },
    })
    expect(verifyMeasurements(ofVersion('0.0.1'), cells, { ...deps, version: '0.0.2' })).toEqual([])
    expect(verifyMeasurements(ofVersion('0.0.2'), cells, { ...deps, version: '0.0.2' })[0]).toBe(
      'measured qa: accuracy is missing, which this version of the package measures',
    )
  })
})
