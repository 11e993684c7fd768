import { findInstruction } from '../../core/variants/index.ts'
import { type Attempt, attemptOf } from '../../core/gate/index.ts'
import { candidateId, displayShare, orderByGeneration } from '../../core/sampling/index.ts'
import { joinedObservations } from '../../core/table/index.ts'
import { counted } from '../../core/text/index.ts'
import type { ClaimSpec, LedgerEntry, Observation, ReleaseInfo, SpentExample, Task } from '../../core/types/index.ts'
import { armBehind, type DecideDeps, type Decision, exhibitOf } from '../../engine/index.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** Returns the attempt that this session's gate is; `null` where no ledger is kept. */
export async function workerAttempt({ config, release }: Worker): Promise<Attempt | null> {
  if (!config.ledger) return null
  const { info } = await release(config.candidate)
  return attemptFor(config.ledger, info, config)
}

/** Returns the sources of a task's examples in plan order. */
export function sourceOrder(task: Task, { info }: BuiltRelease, { config, growth }: Worker): readonly string[] {
  return orderByGeneration(growth(task).lineage, { seed: config.seed, candidate: candidateId(info) })
}

/** A claim's sources in plan order: those that decide, and those that reports may show. */
export interface Shares {
  readonly deciding: readonly string[]
  readonly display: readonly string[]
}

/**
 * Keeps the display share apart where a ledger is kept: reports show it, so it must not decide. A claim about exactly these
 * examples needs all of them, and without a ledger nothing is held out.
 */
export function sharesOf(
  order: readonly string[],
  task: Task,
  { population }: Pick<ClaimSpec, 'population'>,
  { growth }: Worker,
  attempt: Attempt | null,
): Shares {
  if (attempt === null || population === 'dataset') return { deciding: order, display: [] }
  const share = displayShare(growth(task).lineage)
  return {
    deciding: order.filter((source) => !share.has(source)),
    display: order.filter((source) => share.has(source)),
  }
}

/** The most cells that are asked to show why a claim fails. */
const MOST_DISPLAYED = 500

/**
 * Adds to a decided claim what it shows where a ledger is kept: failing cells of the display share, asked for when it
 * fails.
 */
export async function withDisplay(
  { result, observations }: Decision,
  deps: DecideDeps,
  display: readonly string[],
): Promise<Decision> {
  const { spec, verdict } = result
  if (verdict === 'not applicable') return { result, observations }
  const held =
    display.length === 0
      ? 'attempts are counted, and no display share is held out (too few sources, or a claim about these very examples): nothing is shown of the examples that decide'
      : `${counted(display.length, 'source')} are the display share: they never decide, and what is shown comes from them`
  const noted = { ...result, notes: [...result.notes, held] }
  if (verdict !== 'fail' || display.length === 0) return { result: noted, observations }
  const shown = await exhibitOf(
    spec,
    { ...deps, order: display, maxCells: Math.min(deps.maxCells, MOST_DISPLAYED) },
    { verdict, arm: armBehind(result) },
  )
  const { families, counterexamples, remark, order } = shown
  return {
    result: {
      ...noted,
      families,
      counterexamples,
      notes: [...noted.notes, ...(remark === null ? [] : [remark])],
      display: order,
    },
    observations: joinedObservations(observations, shown.observations),
  }
}

/** Asks the examples that this claim once showed again of the candidate: a regression list, which decides nothing. */
export async function askSpent(
  attempt: Attempt | null,
  claim: string,
  { task, ask, signal }: Pick<DecideDeps, 'task' | 'ask' | 'signal'>,
  display: readonly string[],
): Promise<Observation[]> {
  const shares = new Set(display)
  const examples = new Set(task.examples.flatMap(({ id, group }) => (shares.has(group) ? [id] : [])))
  const known = ({ claim: shownBy, task: name, example, variant }: SpentExample): boolean =>
    shownBy === claim && name === task.name && examples.has(example) && findInstruction(task, variant) !== null
  const spent = (attempt?.earlier ?? []).flatMap((entry) => entry.spent).filter(known)
  if (signal.aborted) return []
  const asked = await Promise.all(
    spent.map(({ example, variant }) => ask('candidate', { example, variant, trial: 0 }, signal)),
  )
  return asked.filter((observation) => observation !== null)
}

/**
 * Says which attempt at its baseline a candidate's gate is. Workers and the main process both derive it from the ledger as
 * it was when the session began, and so agree.
 */
export function attemptFor(
  ledger: { readonly baseline: string; readonly entries: readonly LedgerEntry[]; readonly kept: boolean },
  candidate: ReleaseInfo,
  { seed, alpha }: { readonly seed: string; readonly alpha: number },
): Attempt {
  const { revision } = candidate
  return attemptOf(
    ledger.entries,
    {
      baseline: ledger.baseline,
      candidate: candidateId(candidate),
      pinned: revision !== null,
      seed,
      kept: ledger.kept,
    },
    alpha,
  )
}
