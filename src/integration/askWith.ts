import { samplingSeed } from '../core/plan/index.ts'
import type { DecideDeps } from '../engine/ports.ts'
import { UsageError, type Cell, type ReleaseInfo, type Task } from '../core/words/index.ts'
import { faultKind, observeCell } from '../observe/index.ts'
import { baselineObservation } from '../runs/index.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/**
 * How a claim asks: the candidate live; the baseline from its accepted cells, or live where it lacks one and the config
 * still names a release of the baseline's own revision.
 */
export function askWith(worker: Worker, task: Task, candidate: BuiltRelease): DecideDeps['ask'] {
  const examples = new Map(task.examples.map((example) => [example.id, example]))
  const instructions = new Map(task.instructions.map((instruction) => [instruction.id, instruction]))

  const live = async (built: BuiltRelease, cell: Cell, signal: AbortSignal) => {
    const example = examples.get(cell.example)
    const instruction = instructions.get(cell.variant)
    if (!example || !instruction) throw new RangeError(`no such cell in ${task.name}: ${cell.example}/${cell.variant}`)
    // A release that answers from a file may lack the cell: it is missing, not wrong.
    return observeCell({
      release: built.release,
      releaseName: built.info.name,
      task,
      example,
      instruction,
      trial: cell.trial,
      seed: samplingSeed(cell.trial),
      host: worker.host,
      signal,
    }).catch((error: unknown) => {
      if (faultKind(error) === 'MissingAnswerError') return null
      throw error
    })
  }

  const fromBaseline = async (cell: Cell, signal: AbortSignal) => {
    const { baseline } = worker
    if (!baseline) return null
    refuseMixedScoring(candidate.info, baseline.accepted.release)
    const accepted = baseline.lookup(task.name, cell.example, cell.variant, cell.trial)
    const example = examples.get(cell.example)
    if (accepted && example) {
      const { group, gold } = example
      return baselineObservation(accepted, { release: baseline.accepted.release, group, gold })
    }
    const { name, revision } = baseline.accepted.release
    if (revision === null || !Object.hasOwn(worker.config.releases, name)) return null
    const built = await worker.release(name)
    return built.info.revision === revision ? live(built, cell, signal) : null
  }

  return (side, cell, signal) => (side === 'candidate' ? live(candidate, cell, signal) : fromBaseline(cell, signal))
}

/** Choices scored by log-probability and generated answers are two different questions. */
function refuseMixedScoring(candidate: ReleaseInfo, accepted: ReleaseInfo): void {
  const scored = [candidate, accepted].filter(({ endpointKind }) => endpointKind === 'openai-logprobs')
  if (scored.length !== 1) return
  throw new UsageError(
    `${scored[0]?.name} scores choices by log-probability, the other of ${candidate.name} and ${accepted.name} generates ` +
      'its answers: they are not compared. Ask both the same way, or accept a new baseline',
  )
}
