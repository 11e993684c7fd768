import { spentGroups, type Attempt } from '../core/gate/index.ts'
import { counted } from '../core/report/index.ts'
import type { ClaimResult, Observation, SpentExample, Task } from '../core/words/index.ts'
import { findInstruction } from '../engine/findInstruction.ts'
import type { DecideDeps } from '../engine/ports.ts'
import { attemptFor } from './attemptFor.ts'
import type { Worker } from './worker.ts'

/** The attempt that this session's gate is; `null` where no ledger is kept. */
export async function workerAttempt({ config, release }: Worker): Promise<Attempt | null> {
  if (!config.ledger) return null
  const { info } = await release(config.candidate)
  return attemptFor(config.ledger, info, config)
}

/** The plan order without the sources that earlier attempts spent. */
export function withoutSpent(order: readonly string[], task: Task, attempt: Attempt | null): readonly string[] {
  const spent = new Set(attempt && spentGroups(attempt.earlier).find(({ task: name }) => name === task.name)?.groups)
  return spent.size === 0 ? order : order.filter((group) => !spent.has(group))
}

/** Says in the claim's notes what left the pool. */
export function noteSpent(result: ClaimResult, sources: number): ClaimResult {
  if (result.verdict === 'not applicable' || result.pool === sources) return result
  const note =
    `${counted(sources - result.pool, 'source')} of ${sources} left the pool: earlier attempts showed them` +
    (result.verdict === 'inconclusive' && result.units === result.pool ? ', and too few are left; add examples' : '')
  return { ...result, notes: [...result.notes, note] }
}

/** Asks the spent examples that this claim once showed again of the candidate: a regression list, which decides nothing. */
export async function askSpent(
  attempt: Attempt | null,
  claim: string,
  { task, ask, signal }: Pick<DecideDeps, 'task' | 'ask' | 'signal'>,
): Promise<Observation[]> {
  const examples = new Set(task.examples.map(({ id }) => id))
  const known = ({ claim: of, task: name, example, variant }: SpentExample): boolean =>
    of === claim && name === task.name && examples.has(example) && findInstruction(task, variant) !== null
  const spent = (attempt?.earlier ?? []).flatMap((entry) => entry.spent).filter(known)
  if (signal.aborted) return []
  const asked = await Promise.all(
    spent.map(({ example, variant }) => ask('candidate', { example, variant, trial: 0 }, signal)),
  )
  return asked.filter((observation) => observation !== null)
}
