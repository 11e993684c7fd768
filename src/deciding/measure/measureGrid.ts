import { VARIABLES } from '../../core/environment/index.ts'
import { measureCells, measureClaim, measureTask, sameAnswersOf } from '../../core/measure/index.ts'
import { claimId } from '../../core/plan/index.ts'
import { renderQuestion } from '../../core/tasks/index.ts'
import {
  type Cell,
  type ClaimKind,
  type ClaimSpec,
  type MeasurePlan,
  type Observation,
  type Task,
  type TaskMeasurement,
  type UndecidedClaim,
  UsageError,
} from '../../core/types/index.ts'
import type { ClaimAbout } from '../../observe/hostPort.ts'
import { askCells, askWith, cellsInFlight } from '../ask/askWith.ts'
import { undecided } from '../ask/outcome.ts'
import { seenBy } from '../ask/seenBy.ts'
import type { BuiltRelease, Worker } from '../ask/worker.ts'
import type { MeasureBudget, WorkerConfig } from '../ask/workerConfig.ts'

/** Trials of one cell: two, so that the variance of repeats can be told. */
const TRIALS = 2

/** A claim that a measure run comes by. */
export interface MeasuredCall {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly task: Task
  readonly measure: MeasureBudget
  readonly signal: AbortSignal
  readonly named: Parameters<typeof undecided>[1]
}

interface MeasuredTask {
  readonly plan: MeasurePlan
  readonly observations: readonly Observation[]
  readonly measurement: TaskMeasurement
}

/** Tasks that this worker has measured or is measuring, by hash. */
const measured = new WeakMap<Worker, Map<string, Promise<MeasuredTask>>>()

/**
 * A claim in a measure run with a budget: the first one on a task has the candidate asked over the task's grid, whatever
 * release the claim is about; the others take what it found. Nothing is decided.
 */
export async function measureOnGrid(
  call: MeasuredCall,
  worker: Worker,
): Promise<{
  readonly result: UndecidedClaim
  readonly observations: readonly Observation[]
  readonly measured: NonNullable<ClaimAbout['measured']>
}> {
  const { spec, kind, task, measure, named } = call
  const candidate = await worker.release(worker.config.candidate)
  const release = candidate.info
  if ('survey' in measure) {
    const { plan } = planMeasurement(task, { ...worker.config, measure })
    return {
      result: undecided(spec, named, 'listed', 'surveyed; nothing was asked'),
      observations: [],
      measured: { release, plan },
    }
  }
  const tasks = measured.get(worker) ?? new Map<string, Promise<MeasuredTask>>()
  measured.set(worker, tasks)
  const known = tasks.get(task.hash)
  const measuring = known ?? askGrid(call, candidate, worker)
  tasks.set(task.hash, measuring)
  // A later claim goes on where this one had to stop: what was answered is in the journal.
  measuring.catch(() => tasks.delete(task.hash))
  const { plan, observations, measurement } = await measuring
  const { sameAnswer } = task.kind
  const claim = { id: claimId(spec), title: named.title, spec, kind, sameAnswer, alpha: named.alpha }
  return {
    result: undecided(spec, named, 'collected', 'measured, decides nothing'),
    observations: known ? [] : observations,
    measured: {
      release,
      plan,
      ...(!known && { task: measurement, sameAnswers: sameAnswersOf(observations, sameAnswer) }),
      claim: measureClaim('measure', claim, observations, plan),
    },
  }
}

async function askGrid(
  { task, measure, signal }: MeasuredCall,
  candidate: BuiltRelease,
  worker: Worker,
): Promise<MeasuredTask> {
  const { plan: ofTask, cells } = planMeasurement(task, { ...worker.config, measure })
  const plan = { ...ofTask, logProbabilities: candidate.release.scoresChoices === true }
  let last = performance.now()
  const observations = await askCells(cells, {
    ask: askWith(worker, task, candidate),
    concurrency: cellsInFlight(candidate.release),
    signal,
    onProgress(units) {
      if (performance.now() - last < 500) return
      last = performance.now()
      worker.host.live({ title: `measuring ${task.name}, cells`, units, pool: cells.length, verdict: null })
    },
  })
  return { plan, observations, measurement: measureTask('measure', plan, observations, task.kind.sameAnswer) }
}

/** The cells of one task that a budget pays for, and what is recorded of the plan. In a survey: the whole grid's. */
export function planMeasurement(
  task: Task,
  { seed, measure, ...line }: Pick<WorkerConfig, 'seed' | 'seen' | 'seenIn'> & { readonly measure: MeasureBudget },
): { readonly plan: MeasurePlan; readonly cells: readonly Cell[] } {
  const { identical, notApplicable: unchanged } = sameAsCanonical(task)
  const seen = seenBy(task, line)
  const known = seen && new Set(seen)
  const variants = task.instructions.map(({ id, family }) => ({ id, family, seen: known && known.has(id) }))
  const applicable = (example: string, variant: string) => !identical.get(variant)?.has(example)
  const grid = { seed, taskHash: task.hash, examples: task.examples, trials: TRIALS, applicable }
  const design = measureCells({ ...grid, variants: variants.map(({ id }) => id) })
  const cells = 'survey' in measure ? [] : design.take(budgetOf(task, measure.cells)).toArray()
  const skipped = unchanged.reduce((sum, { examples }) => sum + examples, 0)
  const whole = TRIALS * (task.examples.length * variants.length - skipped)
  const plan: MeasurePlan = {
    task: task.name,
    taskHash: task.hash,
    kind: task.kind.kind,
    seed,
    budget: 'survey' in measure ? whole : cells.length,
    trials: TRIALS,
    canonical: task.canonical,
    labels: task.labels === null ? null : Object.keys(task.labels).toSorted(),
    examples: task.examples.length,
    variants: variants.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    notApplicable: unchanged,
    figures: 2,
  }
  return { plan, cells }
}

function budgetOf(task: Task, cells: number | Readonly<Record<string, number>>): number {
  if (typeof cells === 'number') return cells
  const own = Object.hasOwn(cells, task.name) ? cells[task.name] : undefined
  if (own !== undefined) return own
  throw new UsageError(
    `${VARIABLES.cells} names no cells for task ${task.name}; it names ${Object.keys(cells).join(', ')}`,
  )
}

/** Variant -> examples on which its prompt is the canonical one's. */
function sameAsCanonical(task: Task) {
  const canonical = task.instructions.find(({ id }) => id === task.canonical)
  const identical = new Map<string, Set<string>>()
  if (canonical === undefined) return { identical, notApplicable: [] }
  const context = { labels: task.labels }
  for (const example of task.examples) {
    const own = renderQuestion(canonical, example, context)
    for (const instruction of task.instructions) {
      if (instruction === canonical || renderQuestion(instruction, example, context) !== own) continue
      identical.set(instruction.id, (identical.get(instruction.id) ?? new Set()).add(example.id))
    }
  }
  const unchanged = [...identical]
    .map(([variant, { size }]) => ({ variant, examples: size }))
    .toSorted((a, b) => (a.variant < b.variant ? -1 : 1))
  return { identical, notApplicable: unchanged }
}
