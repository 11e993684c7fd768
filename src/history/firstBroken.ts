import { releasesOf, type ReleaseFigures } from './releasesOf.ts'
import type { RecordedClaim } from './tables.ts'

/** Where a claim broke. */
export interface FirstBroken {
  /** The first release with a run that failed it; `null`: none did. */
  readonly broken: ReleaseFigures | null
  /** The failing run of it that came first. */
  readonly failure: RecordedClaim | null
  /** The last release before it whose latest run passed. */
  readonly lastGood: ReleaseFigures | null
  /** Releases after it whose latest run passed again. */
  readonly mended: readonly ReleaseFigures[]
  /** What else changed between the two, a sentence each: then the release may not be what broke it. */
  readonly changed: readonly string[]
  readonly releases: number
}

/**
 * The first release, by the start of its first run, of which any run failed the claim. `inconclusive` is no break.
 * @param claims what runs said of one claim, oldest first
 */
export function firstBroken(claims: readonly RecordedClaim[]): FirstBroken {
  const releases = releasesOf(claims)
  const at = releases.findIndex(({ failed }) => failed > 0)
  const broken = releases[at] ?? null
  const failure =
    claims.find(
      ({ verdict, releaseName, revision }) =>
        verdict === 'fail' && releaseName === broken?.last.releaseName && revision === broken.last.revision,
    ) ?? null
  const lastGood = releases.slice(0, Math.max(0, at)).findLast(({ last }) => last.verdict === 'pass') ?? null
  return {
    broken,
    failure,
    lastGood,
    mended: at === -1 ? [] : releases.slice(at + 1).filter(({ last }) => last.verdict === 'pass'),
    changed: lastGood === null || failure === null ? [] : changes(lastGood.last, failure),
    releases: releases.length,
  }
}

function changes(before: RecordedClaim, after: RecordedClaim): string[] {
  const waived = after.waived !== before.waived ? `${after.waived ? 'a' : 'no'} waiver held` : null
  const limit = after.limitValue === before.limitValue ? null : `limit ${before.limitValue} became ${after.limitValue}`
  const task = after.taskHash === before.taskHash ? null : `examples or instructions of ${after.task} changed`
  const title = after.title === before.title ? null : `it was called ${JSON.stringify(before.title)}`
  return [limit, waived, task, title].filter((change) => change !== null)
}
