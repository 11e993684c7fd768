import type { Kysely } from 'kysely'
import type { HistoryTables, RecordedClaim, RecordedRun } from './tables.ts'

/** Which runs a question is about. */
export interface HistoryFilter {
  /** ISO date, or date and time: runs that began then or later. */
  readonly since?: string
  /** Runs that began before. */
  readonly before?: string
  readonly line?: string
  /** Only claims of so many runs, the latest of those that the rest of the filter leaves. */
  readonly latestRuns?: number
  /** Name of a release, with `@` and the beginning of its revision where one name had several. */
  readonly release?: string
}

/** A claim's title and id, as some run recorded them. */
export interface ClaimName {
  readonly title: string
  readonly claimId: string
}

/** Runs that a filter leaves, oldest first, with the number of their claims. */
export async function recordedRuns(db: Kysely<HistoryTables>, filter: HistoryFilter): Promise<RecordedRun[]> {
  const counts = db
    .selectFrom('robustnessClaim')
    .select(({ fn }) => ['runHash', fn.countAll<number | string>().as('claims')])
    .groupBy('runHash')
    .as('counts')
  const { name, revision } = readRelease(filter.release)
  let query = db
    .selectFrom('robustnessRun')
    .leftJoin(counts, 'counts.runHash', 'robustnessRun.hash')
    .selectAll('robustnessRun')
    .select('counts.claims')
    .orderBy('robustnessRun.startedAt')
    .orderBy('robustnessRun.hash')
  if (filter.since !== undefined) query = query.where('startedAt', '>=', filter.since)
  if (filter.before !== undefined) query = query.where('startedAt', '<', filter.before)
  if (filter.line !== undefined) query = query.where('line', '=', filter.line)
  if (name !== undefined) query = query.where('releaseName', '=', name)
  if (revision !== undefined) query = query.where('revision', 'like', `${revision}%`)
  const rows = await query.execute()
  // Postgres counts in 64 bits, which its driver hands out as text.
  return rows.map((row) => Object.assign(row, { claims: Number(row.claims ?? 0) }))
}

/** Claims that gate runs decided, oldest first; of `names` only, where they are given. */
export async function recordedClaims(
  db: Kysely<HistoryTables>,
  { names, ...filter }: HistoryFilter & { readonly names?: readonly ClaimName[] },
): Promise<RecordedClaim[]> {
  if (names?.length === 0) return []
  const { name, revision } = readRelease(filter.release)
  let query = db
    .selectFrom('robustnessClaim')
    .innerJoin('robustnessRun', 'robustnessRun.hash', 'robustnessClaim.runHash')
    .selectAll('robustnessClaim')
    .select([
      'robustnessRun.runId',
      'robustnessRun.line',
      'robustnessRun.model',
      'robustnessRun.seed',
      'robustnessRun.startedAt',
      'robustnessRun.claimsPlanned',
    ])
    .where('robustnessRun.mode', '=', 'gate')
    .where('robustnessClaim.verdict', '!=', 'not applicable')
    .orderBy('robustnessRun.startedAt')
    .orderBy('robustnessRun.hash')
    .orderBy('robustnessClaim.place')
  if (names !== undefined) {
    query = query.where(({ eb, or, and }) =>
      or(
        names.map(({ title, claimId }) =>
          and([eb('robustnessClaim.title', '=', title), eb('robustnessClaim.claimId', '=', claimId)]),
        ),
      ),
    )
  }
  if (filter.since !== undefined) query = query.where('robustnessRun.startedAt', '>=', filter.since)
  if (filter.before !== undefined) query = query.where('robustnessRun.startedAt', '<', filter.before)
  if (filter.line !== undefined) query = query.where('robustnessRun.line', '=', filter.line)
  if (filter.latestRuns !== undefined) {
    const runs = (await recordedRuns(db, filter)).slice(-filter.latestRuns).map(({ hash }) => hash)
    query = query.where('robustnessClaim.runHash', 'in', runs.length === 0 ? [''] : runs)
  }
  if (name !== undefined) query = query.where('robustnessClaim.releaseName', '=', name)
  if (revision !== undefined) query = query.where('robustnessClaim.revision', 'like', `${revision}%`)
  return query.execute()
}

/** The highest number of an attempt at a baseline; 0 where none was counted. */
export async function lastAttempt(db: Kysely<HistoryTables>, baselineId: string): Promise<number> {
  const row = await db
    .selectFrom('robustnessRun')
    .select(({ fn }) => fn.max('attempt').as('last'))
    .where('baselineId', '=', baselineId)
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}

/** Every title and id that the history holds, by title. */
export function claimNames(db: Kysely<HistoryTables>): Promise<ClaimName[]> {
  return db
    .selectFrom('robustnessClaim')
    .select(['title', 'claimId'])
    .distinct()
    .orderBy('title')
    .orderBy('claimId')
    .execute()
}

/** A release as reports label it: `v2`, or `v2@e15a8c4`. */
function readRelease(text: string | undefined): { name?: string; revision?: string } {
  if (text === undefined) return {}
  const at = text.lastIndexOf('@')
  return at < 1 ? { name: text } : { name: text.slice(0, at), revision: text.slice(at + 1).replaceAll(/[%_\\]/g, '') }
}
