import type { BaselineCell, ClaimSpec, Observation, ReleaseInfo, RunEvidence } from '../core/types/index.ts'
import { answerHash, canonicalJson, sha256, storedAnswerHash } from '../core/hash/index.ts'

/** Returns the release name of observations that come from a baseline's stored cells: `v1@accepted`. */
export function acceptedRelease(name: string): string {
  return `${name}${MARK}`
}

/** Returns the release that an observation is about: its name without the mark of stored cells. */
export function releaseOf(name: string): string {
  return isAcceptedRelease(name) ? name.slice(0, -MARK.length) : name
}

/** Says whether an observation comes from a baseline's stored cells: no request was made for it. */
export function isAcceptedRelease(name: string): boolean {
  return name.endsWith(MARK)
}

const MARK = '@accepted'

/** Returns the release name of the anchor's stored cells, which may be the baseline's release at another revision. */
export function anchorRelease(name: string): string {
  return `${name}@anchor`
}

/** Returns the release name of the observations that a claim is compared with; `null` where the run has none. */
export function heldAgainst(
  { against }: Pick<ClaimSpec, 'against'>,
  { baseline, anchor }: Pick<RunEvidence, 'baseline' | 'anchor'>,
): string | null {
  if (against === 'anchor') return anchor ? acceptedRelease(anchorRelease(anchor.release.name)) : null
  return baseline === null ? null : acceptedRelease(baseline.name)
}

/** Makes the cell that a baseline keeps of an observation. */
export function baselineCell(observation: Observation): BaselineCell {
  const { task, example, variant, trial, outcome, score, answer } = observation
  return { task, example, variant, trial, outcome, score, answerHash: answer === null ? null : answerHash(answer) }
}

/** The parts of an observation that a stored cell lacks and the task has. */
export interface BaselineContext {
  readonly release: ReleaseInfo
  readonly group: string
  readonly gold: string
}

/**
 * Turns an accepted cell into an observation, for claims that compare scores over the same cells. It claims no more
 * than the baseline knows: no raw text and no tokens; the answer is its hash, marked as one (`sha256:…`), so that it is
 * equal to no answer of a model; the key is the hash of the cell itself, since no request was made; and the release is
 * marked as accepted, because the candidate may be the same release, asked again.
 */
export function baselineObservation(cell: BaselineCell, context: BaselineContext): Observation {
  const { release, group, gold } = context
  return {
    task: cell.task,
    release: acceptedRelease(release.name),
    example: cell.example,
    group,
    variant: cell.variant,
    trial: cell.trial,
    key: sha256(canonicalJson({ baseline: release.name, cell })),
    raw: null,
    answer: cell.answerHash === null ? null : storedAnswerHash(cell.answerHash),
    outcome: cell.outcome,
    ...(cell.outcome === 'answered' ? {} : { reason: 'as accepted in the baseline' }),
    score: cell.score,
    gold,
    who: { model: release.model, revision: release.revision },
    tokens: { input: null, output: null },
  }
}

/** Finds an accepted cell; `null` where the baseline has none. */
export type BaselineLookup = (task: string, example: string, variant: string, trial: number) => BaselineCell | null

/** Builds the lookup over a baseline's cells, once; each look-up is then four map reads. */
export function baselineLookup(cells: readonly BaselineCell[]): BaselineLookup {
  const tasks = new Map<string, Map<string, Map<string, BaselineCell[]>>>()
  for (const cell of cells) {
    const examples = at(tasks, cell.task, () => new Map<string, Map<string, BaselineCell[]>>())
    const variants = at(examples, cell.example, () => new Map<string, BaselineCell[]>())
    at(variants, cell.variant, () => [])[cell.trial] = cell
  }
  return (task, example, variant, trial) => tasks.get(task)?.get(example)?.get(variant)?.[trial] ?? null
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
