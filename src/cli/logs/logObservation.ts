import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import type { ScoredCell } from '../../core/compare/index.ts'
import type { Observation, ReleaseInfo } from '../../core/words/index.ts'

/**
 * A cell of a log as an observation. One without a score is an `error`, neither right nor wrong. No request was made, so
 * the key is the hash of the cell under its release.
 */
export function logObservation(
  cell: ScoredCell,
  release: ReleaseInfo,
  { task, group, gold }: Pick<Observation, 'task' | 'group' | 'gold'>,
): Observation {
  const { example, variant, trial, answer, score, reason, model } = cell
  const answered = score !== null
  const read = answered && answer !== null ? answer.trim() : null
  return {
    task,
    release: release.name,
    example,
    group,
    variant,
    trial,
    key: sha256(canonicalJson({ log: release.revision, example, variant, trial })),
    raw: answer,
    answer: read,
    outcome: answered ? 'answered' : 'error',
    ...(!answered && { reason: reason ?? 'the log has no score for it' }),
    score: score ?? 0,
    gold,
    who: { model: model ?? release.model, revision: release.revision },
    tokens: { input: null, output: null },
  }
}
