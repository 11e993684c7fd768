import { canonicalJson, sha256, storedAnswerHash } from '../core/hash/index.ts'
import type { BaselineCell, Observation, ReleaseInfo } from '../core/types/index.ts'
import { acceptedRelease } from './acceptedRelease.ts'

/** What a stored cell does not hold, and the task does. */
export interface BaselineContext {
  readonly release: ReleaseInfo
  readonly group: string
  readonly gold: string
}

/**
 * An accepted cell as an observation, for claims that compare scores over the same cells. It claims no more than the
 * baseline knows: no raw text and no tokens; the answer is its hash, marked as one (`sha256:…`), so that it is equal to
 * no answer of a model; the key is the hash of the cell itself, since no request was made; and the release is marked as
 * accepted, because the candidate may be the same release, asked again.
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
