import type { Connection, Value } from '../../database/index.ts'
import type { RecordedClaim, RecordedRun } from '../tables.ts'

/** The runs that a question is about. */
export interface HistoryFilter {
  /** ISO date, or date and time: runs that began then or later. */
  readonly since?: string
  /** Runs that began before. */
  readonly before?: string
  readonly line?: string
  /** The number of runs, the latest of those that the rest of the filter leaves, whose claims are wanted. */
  readonly latestRuns?: number
  /** Name of a release, with `@` and the beginning of its revision where one name had several. */
  readonly release?: string
}

/** A claim's title and id, as some run recorded them. */
export interface ClaimName {
  readonly title: string
  readonly claimId: string
}

/** Reads the runs that a filter leaves, oldest first, with the number of their claims. */
export async function recordedRuns({ rows }: Connection, filter: HistoryFilter): Promise<RecordedRun[]> {
  const { where, values } = conditions([...ofRuns(filter), ...ofRelease('run', filter.release)])
  const found = await rows<Omit<RecordedRun, 'claims'> & { claims: number | string }>(
    `select run.*, (select count(*) from robustness_claim claim where claim.run_hash = run.hash) as claims
     from robustness_run run ${where} order by run.started_at, run.hash`,
    values,
  )
  // Postgres counts in 64 bits, which its driver hands out as text.
  return found.map((run) => Object.assign(run, { claims: Number(run.claims) }))
}

/** Reads the claims that gate runs decided, oldest first; only those of `names`, where they are given. */
export async function recordedClaims(
  connection: Connection,
  { names, ...filter }: HistoryFilter & { readonly names?: readonly ClaimName[] },
): Promise<RecordedClaim[]> {
  if (names?.length === 0) return []
  const runs =
    filter.latestRuns === undefined ? null : (await recordedRuns(connection, filter)).slice(-filter.latestRuns)
  if (runs?.length === 0) return []
  const { where, values } = conditions([
    { text: "run.mode = 'gate'", values: [] },
    { text: "claim.verdict <> 'not applicable'", values: [] },
    ...ofRuns(filter),
    ...ofRelease('claim', filter.release),
    ...(names === undefined
      ? []
      : [
          oneOf(
            '(claim.title, claim.claim_id)',
            names.map(({ title, claimId }) => [title, claimId]),
          ),
        ]),
    ...(runs === null
      ? []
      : [
          oneOf(
            '(claim.run_hash)',
            runs.map(({ hash }) => [hash]),
          ),
        ]),
  ])
  return connection.rows<RecordedClaim>(
    `select claim.*, run.run_id, run.line, run.model, run.seed, run.started_at, run.claims_planned
     from robustness_claim claim join robustness_run run on run.hash = claim.run_hash
     ${where} order by run.started_at, run.hash, claim.place`,
    values,
  )
}

/** Reads the highest number of an attempt at a baseline; 0 where none was counted. */
export async function lastAttempt({ rows }: Connection, baselineId: string): Promise<number> {
  const [row] = await rows<{ last: number | null }>(
    'select max(attempt) as last from robustness_run where baseline_id = ?',
    [baselineId],
  )
  return Number(row?.last ?? 0)
}

/** Reads every title and id in the history, by title. */
export function claimNames({ rows }: Connection): Promise<ClaimName[]> {
  return rows<ClaimName>('select distinct title, claim_id from robustness_claim order by title, claim_id')
}

/** A part of a `where`, with the values of its `?`. */
interface Condition {
  readonly text: string
  readonly values: readonly Value[]
}

function conditions(all: readonly Condition[]): { readonly where: string; readonly values: readonly Value[] } {
  return {
    where: all.length === 0 ? '' : `where ${all.map(({ text }) => text).join(' and ')}`,
    values: all.flatMap(({ values }) => values),
  }
}

function ofRuns({ since, before, line }: HistoryFilter): Condition[] {
  return [
    ...(since === undefined ? [] : [{ text: 'run.started_at >= ?', values: [since] }]),
    ...(before === undefined ? [] : [{ text: 'run.started_at < ?', values: [before] }]),
    ...(line === undefined ? [] : [{ text: 'run.line = ?', values: [line] }]),
  ]
}

/** Makes the conditions for a release as reports label it: `v2`, or `v2@e15a8c4`. */
function ofRelease(table: 'run' | 'claim', release: string | undefined): Condition[] {
  if (release === undefined) return []
  const at = release.lastIndexOf('@')
  const named = { text: `${table}.release_name = ?`, values: [at < 1 ? release : release.slice(0, at)] }
  if (at < 1) return [named]
  return [named, { text: `${table}.revision like ?`, values: [`${release.slice(at + 1).replaceAll(/[%_\\]/g, '')}%`] }]
}

function oneOf(columns: string, tuples: readonly (readonly Value[])[]): Condition {
  const places = tuples.map((tuple) => `(${tuple.map(() => '?').join(', ')})`)
  return { text: `${columns} in (values ${places.join(', ')})`, values: tuples.flat() }
}
