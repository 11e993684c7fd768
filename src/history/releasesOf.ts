import type { RecordedClaim } from './tables.ts'

/** What the runs of one release said of one claim. */
export interface ReleaseFigures {
  /** Its name; with the beginning of its revision where one name had several. */
  readonly release: string
  /** When its first run began: the place of the release in time. */
  readonly firstAt: string
  /** Runs that decided the claim for it, each with its own evidence. */
  readonly runs: number
  /** Of them, those that failed it. */
  readonly failed: number
  /** The latest of them: its figures stand for the release. */
  readonly last: RecordedClaim
}

/** Characters of a revision that tell it from another. */
const REVISION = 7

/** Claims of runs, oldest first, gathered by release: name and revision. Releases stand in the order of their first run. */
export function releasesOf(claims: readonly RecordedClaim[]): ReleaseFigures[] {
  const groups = Map.groupBy(claims, ({ releaseName, revision }) => JSON.stringify([releaseName, revision]))
  const heads = [...groups.values()].flatMap(([head]) => head ?? [])
  const several = (name: string) => heads.filter(({ releaseName }) => releaseName === name).length > 1
  return [...groups.values()].flatMap((all) => {
    const [first, last] = [all[0], all.at(-1)]
    if (first === undefined || last === undefined) return []
    const { releaseName, revision } = first
    return {
      release: several(releaseName) ? `${releaseName}@${(revision ?? 'unpinned').slice(0, REVISION)}` : releaseName,
      firstAt: first.startedAt,
      runs: all.length,
      failed: all.filter(({ verdict }) => verdict === 'fail').length,
      last,
    }
  })
}
