/**
 * JSON for files that people read: pretty, keys in reading order (`evidence` first in a run). A name that is not listed
 * here comes after those that are, by code unit, so equal values give equal bytes whatever order they were built in.
 */
export function orderedJson(value: unknown): string {
  return `${JSON.stringify(ordered(value), null, 2)}\n`
}

const READING_ORDER = [
  'schema evidenceHash evidence context',
  'file line column release acceptedOn seen taskHashes',
  'gate candidate baseline baselineId mode seed alpha claimsPlanned claims missing tasks observations',
  'verdict exitCode reasons',
  'name id title at model revision endpointKind endpoint format parameters',
  'reason population estimate interval units examples grid pool asymptotic toDecide logWealth pass fail',
  'spec kind task taskHash statistic range sense limit negated advisory options roles',
  'outcomes families family asked failed counterexamples example gold input before after',
  'role variant template answer outcome cell draw trials side notes order',
  'cells count from sources sha256 hash',
  'startedAt durationMs calls made reused retried tests passed skipped versions commit tracing',
]

const RANK = new Map(READING_ORDER.flatMap((names) => names.split(' ')).map((name, rank) => [name, rank]))

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => compareNames(a, b)).map(([key, item]) => [key, ordered(item)]),
  )
}

function compareNames(a: string, b: string): number {
  const ranks = (RANK.get(a) ?? RANK.size) - (RANK.get(b) ?? RANK.size)
  if (ranks !== 0) return ranks
  return a < b ? -1 : 1
}
