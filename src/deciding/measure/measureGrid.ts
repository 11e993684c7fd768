import { VARIABLES } from '../../core/environment/index.ts'
import { measureCells, measureClaim, measureTask, sameAnswersOf } from '../../core/measure/index.ts'
import { claimId } from '../../core/hash/index.ts'
import { renderQuestion } from '../../core/tasks/index.ts'
import {
  type Cell,
  type GridMode,
  type MeasurePlan,
  type Observation,
  type Task,
  type TaskMeasurement,
  UsageError,
} from '../../core/types/index.ts'
import { LOOKED_UP } from '../../engine/index.ts'
import { askCells, askWith, cellsInFlight } from '../ask/askWith.ts'
import type { Claim, ClaimOutcome } from '../ask/claim.ts'
import { undecided } from '../ask/outcome.ts'
import { declaredSeen } from '../ask/declaredSeen.ts'
import type { BuiltRelease, Worker } from '../ask/worker.ts'
import type { WorkerConfig } from '../ask/workerConfig.ts'

/** The trials of one cell: two, so that the variance of repeats can be estimated. */
const TRIALS = 2

interface MeasuredTask {
  readonly plan: MeasurePlan
  readonly observations: readonly Observation[]
  readonly measurement: TaskMeasurement
}

/** The tasks that this worker has measured or is measuring, by hash. */
const measured = new WeakMap<Worker, Map<string, Promise<MeasuredTask>>>()

/**
 * Handles a claim in a measure run with a budget: the first one on a task has the candidate asked over the task's grid,
 * whatever release the claim is about; the others reuse its result. Nothing is decided.
 */
export async function measureOnGrid(claim: Claim, mode: GridMode): Promise<ClaimOutcome> {
  const { spec, kind, task, worker } = claim
  const candidate = await worker.release(worker.config.candidate)
  const release = candidate.info
  if (mode.name === 'survey') {
    const { plan } = planMeasurement(task, { ...worker.config, mode })
    return {
      result: undecided(claim, 'listed', 'surveyed; nothing was asked'),
      observations: [],
      measured: { release, plan },
    }
  }
  const tasks = measured.get(worker) ?? new Map<string, Promise<MeasuredTask>>()
  measured.set(worker, tasks)
  const known = tasks.get(task.hash)
  const measuring = known ?? askGrid(claim, mode, candidate)
  tasks.set(task.hash, measuring)
  // A later claim goes on where this one had to stop: what was answered is in the journal.
  measuring.catch(() => tasks.delete(task.hash))
  const { plan, observations, measurement } = await measuring
  const { sameAnswer } = task.kind
  const asked = { id: claimId(spec), title: claim.title, spec, kind, sameAnswer, alpha: claim.alpha }
  return {
    result: undecided(claim, 'collected', 'measured, decides nothing'),
    observations: known ? [] : observations,
    measured: {
      release,
      plan,
      ...(!known && { task: measurement, sameAnswers: sameAnswersOf(observations, sameAnswer) }),
      claim: measureClaim('measure', asked, observations, plan),
    },
  }
}

async function askGrid(
  { task, signal, worker }: Claim,
  mode: GridMode,
  candidate: BuiltRelease,
): Promise<MeasuredTask> {
  const { plan: ofTask, cells } = planMeasurement(task, { ...worker.config, mode })
  const plan = { ...ofTask, logProbabilities: candidate.release.scoresChoices === true }
  let last = performance.now()
  const observations = await askCells(cells, {
    ask: askWith(worker, task, candidate),
    // Each cell is wanted, so that any number may be under way.
    concurrency: Math.max(LOOKED_UP, cellsInFlight(candidate.release)),
    signal,
    onProgress(units) {
      if (performance.now() - last < 500) return
      last = performance.now()
      worker.host.live({ title: `measuring ${task.name}, cells`, units, pool: cells.length, verdict: null })
    },
  })
  return { plan, observations, measurement: measureTask('measure', plan, observations, task.kind.sameAnswer) }
}

/** Plans the cells of one task that a budget pays for, and what is recorded of the plan. A survey plans the whole grid. */
export function planMeasurement(
  task: Task,
  { seed, mode, ...line }: Pick<WorkerConfig, 'seed' | 'seen' | 'seenIn'> & { readonly mode: GridMode },
): { readonly plan: MeasurePlan; readonly cells: readonly Cell[] } {
  const { identical, notApplicable: unchanged } = sameAsCanonical(task)
  const seen = declaredSeen(task, line)
  const known = seen && new Set(seen)
  const variants = task.instructions.map(({ id, family }) => ({ id, family, seen: known && known.has(id) }))
  const applicable = (example: string, variant: string) => !identical.get(variant)?.has(example)
  const grid = { seed, taskHash: task.hash, examples: task.examples, trials: TRIALS, applicable }
  const design = measureCells({ ...grid, variants: variants.map(({ id }) => id) })
  const cells = mode.name === 'survey' ? [] : design.take(budgetOf(task, mode.cells)).toArray()
  const skipped = unchanged.reduce((sum, { examples }) => sum + examples, 0)
  const whole = TRIALS * (task.examples.length * variants.length - skipped)
  const plan: MeasurePlan = {
    task: task.name,
    taskHash: task.hash,
    kind: task.kind.kind,
    seed,
    budget: mode.name === 'survey' ? whole : cells.length,
    trials: TRIALS,
    canonical: task.canonical,
    labels: task.labels === null ? null : Object.keys(task.labels).toSorted(),
    examples: task.examples.length,
    variants: variants.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    notApplicable: unchanged,
    figures: 2,
    ...(task.leftOut && { leftOut: task.leftOut }),
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

/** Maps each variant to the examples on which its prompt is that of the canonical instruction. */
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
