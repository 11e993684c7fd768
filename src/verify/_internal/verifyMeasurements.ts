import { measureClaim, measureTask } from '../../core/measure/index.ts'
import { describeMetric, metrics, packageMetric, type Metric } from '../../core/metrics/index.ts'
import type { MeasuredSlice, Measurements, Observation, Run, TaskMeasurement } from '../../core/types/index.ts'
import { agrees } from '../../engine/verifyWords.ts'
import type { VerifyRunDeps } from '../verifyDeps.ts'

/** The kinds and metrics that figures are recomputed with, and the version of this package. */
type Deps = Pick<VerifyRunDeps, 'claimKind' | 'taskKind' | 'metric' | 'version'>

/** The most figures that are named for one run. */
const MOST_FIGURES = 10

/**
 * Recomputes every figure of a measure run from its plans and the observations; returns one sentence for each
 * difference. A gate must have no such figures, since the size of its data was not fixed beforehand.
 */
export function verifyMeasurements(
  { evidence, context }: Run,
  observations: readonly Observation[],
  deps: Deps,
): string[] {
  const { measurements, mode, gate, claims } = evidence
  if (measurements === undefined) return []
  if (mode !== 'measure')
    return [`a run in ${mode} mode has measurements: fixed-size statistics are refused on its data`]
  const decided = claims.filter(({ verdict }) => verdict !== 'not applicable')
  const found = [
    ...(gate.exitCode === 3 && gate.verdict === 'inconclusive'
      ? []
      : [`a measure run decides nothing, but its gate says ${gate.verdict}`]),
    ...decided.map(({ title }) => `a measure run decides nothing, but "${title}" has a verdict`),
    ...ofTasks(evidence, measurements, observations, deps, context.versions['vitest-robustness'] === deps.version),
    ...ofOwnMetrics(measurements, deps),
    ...ofClaims(evidence, measurements, observations, deps),
  ]
  const budget = measurements.tasks.reduce((sum, { plan }) => sum + plan.budget, 0)
  if (budget !== measurements.budget)
    found.push(`the budget is recorded as ${measurements.budget}, its tasks have ${budget}`)
  return found.length > MOST_FIGURES
    ? [...found.slice(0, MOST_FIGURES), `and ${found.length - MOST_FIGURES} more figures of the measurement`]
    : found
}

type Evidence = Run['evidence']

function ofTasks(
  { tasks }: Evidence,
  measurements: Measurements,
  observations: readonly Observation[],
  { taskKind, metric = packageMetric }: Deps,
  isOfThisVersion: boolean,
): string[] {
  return measurements.tasks.flatMap((recorded) => {
    const { plan } = recorded
    const task = tasks.find(({ name }) => name === plan.task)
    if (task === undefined) return [`the run does not name its measured task ${plan.task}`]
    if (task.hash !== plan.taskHash || task.kind !== plan.kind)
      return [`${plan.task} was measured as another task than the run's`]
    const kind = taskKind(plan.kind)
    if (kind === undefined) return [`${plan.task}: no task kind ${plan.kind} here, so it cannot be recomputed`]
    const own = observations.filter(({ task: name }) => name === plan.task)
    // Only the metrics that the run names are recomputed: another version of the package may have others.
    const names = metricNames(recorded.slices)
    const known = names.flatMap((name) => metric(name) ?? [])
    const again = measureTask('measure', plan, own, kind.sameAnswer, known)
    return [
      ...names
        .filter((name) => metric(name) === undefined)
        .map((name) => `measured ${plan.task}: no metric ${name} here, so it cannot be recomputed`),
      ...(isOfThisVersion ? ALL.filter(({ name }) => !names.includes(name)) : []).map(
        ({ name }) => `measured ${plan.task}: ${name} is missing, which this version of the package measures`,
      ),
      ...differences(without(recorded, metric), again, `measured ${plan.task}`),
    ]
  })
}

/** Compares the run's descriptions of metrics that are not the package's with those metrics. */
function ofOwnMetrics({ metrics: recorded = [], tasks }: Measurements, { metric = packageMetric }: Deps): string[] {
  const said = new Set(recorded.map(({ name }) => name))
  const names = new Set(tasks.flatMap(({ slices }) => metricNames(slices)))
  return [
    ...[...names]
      .filter((name) => packageMetric(name) === undefined && !said.has(name))
      .map((name) => `the run measured ${name} and does not say what that metric is`),
    ...recorded.flatMap((one) => {
      const known = metric(one.name)
      return known === undefined ? [] : differences(one, describeMetric(known), `the metric ${one.name}`)
    }),
  ]
}

const ALL: readonly Metric[] = Object.values(metrics)

function metricNames(slices: readonly MeasuredSlice[]): readonly string[] {
  return slices.find((slice) => slice.of === 'task')?.metrics.map(({ name }) => name) ?? []
}

/** Returns a measurement without the metrics that are not known here: they are named once. */
function without(task: TaskMeasurement, metric: NonNullable<Deps['metric']>): TaskMeasurement {
  const slices = task.slices.map((slice): MeasuredSlice => ({
    ...slice,
    metrics: slice.metrics.filter(({ name }) => metric(name) !== undefined),
  }))
  return { ...task, slices }
}

function ofClaims(
  { claims, alpha }: Evidence,
  measurements: Measurements,
  observations: readonly Observation[],
  { taskKind, claimKind }: Deps,
): string[] {
  return measurements.claims.flatMap((recorded) => {
    const claim = claims.find(({ title }) => title === recorded.title)
    if (claim === undefined) return [`the run has no claim "${recorded.title}" that was measured`]
    const measured = measurements.tasks.find(({ plan }) => plan.task === claim.spec.task)
    const kind = claimKind(claim.spec.kind)
    const sameAnswer = measured && taskKind(measured.plan.kind)?.sameAnswer
    if (measured === undefined || kind === undefined || sameAnswer === undefined)
      return [`"${claim.title}" cannot be recomputed: its kind or its task is not known here`]
    const own = observations.filter(({ task }) => task === claim.spec.task)
    const { id, title, spec } = claim
    const again = measureClaim('measure', { id, title, spec, kind, sameAnswer, alpha }, own, measured.plan)
    return differences(recorded, again, `measured "${title}"`)
  })
}

/** Returns one sentence for each place where two JSON values differ, with numbers compared up to rounding. */
function differences(recorded: unknown, again: unknown, at: string): string[] {
  if (agrees(recorded, again)) return []
  if (!isObject(recorded) || !isObject(again)) {
    return [`${at} is recorded as ${JSON.stringify(recorded)}, recomputed as ${JSON.stringify(again)}`]
  }
  const keys = [...new Set([...Object.keys(recorded), ...Object.keys(again)])]
  return keys.flatMap((key) =>
    differences(recorded[key], again[key], `${at}/${nameOf(again[key] ?? recorded[key], key)}`),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Names a slice or a metric by its name rather than by its index. */
function nameOf(value: unknown, key: string): string {
  return isObject(value) && typeof value['name'] === 'string' ? value['name'] : key
}
