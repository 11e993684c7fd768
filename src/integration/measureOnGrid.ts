import { measureClaim, measureTask } from '../core/measure/index.ts'
import { claimId } from '../core/plan/index.ts'
import type {
  ClaimKind,
  ClaimResult,
  ClaimSpec,
  MeasurePlan,
  Observation,
  Task,
  TaskMeasurement,
} from '../core/words/index.ts'
import type { ClaimAbout } from '../observe/hostPort.ts'
import { askCells } from './askCells.ts'
import { askWith } from './askWith.ts'
import { cellsInFlight } from './cellsInFlight.ts'
import type { MeasureBudget } from './measureBudget.ts'
import { notApplicable } from './notApplicable.ts'
import { planMeasurement } from './planMeasurement.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** A claim that a measure run comes by. */
export interface MeasuredCall {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly task: Task
  readonly measure: MeasureBudget
  readonly signal: AbortSignal
  readonly named: Parameters<typeof notApplicable>[1]
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
  readonly result: ClaimResult
  readonly observations: readonly Observation[]
  readonly measured: NonNullable<ClaimAbout['measured']>
}> {
  const { spec, kind, task, measure, named } = call
  const candidate = await worker.release(worker.config.candidate)
  const release = candidate.info
  if ('survey' in measure) {
    const { plan } = planMeasurement(task, { ...worker.config, measure })
    return {
      result: notApplicable(spec, named, 'surveyed; nothing was asked', 'listed'),
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
    result: notApplicable(spec, named, 'measured, decides nothing', 'collected'),
    observations: known ? [] : observations,
    measured: {
      release,
      plan,
      ...(!known && { task: measurement }),
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
