import { counted } from '../text/figures.ts'
import { namesUpTo } from '../text/index.ts'
import type { EarlierGate, EarlierGates, ReleaseInfo } from '../types/index.ts'

/** Gates shown of a longer list. */
const MOST = 8

/** How a claim of an earlier gate ended, and after how many sources. */
export interface EarlierClaim {
  readonly run: string
  readonly seed: string
  readonly verdict: string
  readonly units: number
}

/**
 * Earlier gates of a revision under other seeds, from the claims that they share with this one: each is another draw of
 * the same chance to pass. A gate counts once something was asked; under the same seed it is the same gate, gone on with.
 */
export function earlierGates(claims: Iterable<EarlierClaim>, seed: string): EarlierGate[] {
  const asked = [...claims].filter((claim) => claim.seed !== seed && (claim.units > 0 || claim.verdict === 'pass'))
  return [...Map.groupBy(asked, ({ run }) => run)]
    .map(([run, own]): EarlierGate => {
      const has = (verdict: string) => own.some((claim) => claim.verdict === verdict)
      return { run, seed: own[0]!.seed, verdict: has('fail') ? 'fail' : has('inconclusive') ? 'inconclusive' : 'pass' }
    })
    .toSorted((a, b) => (a.run < b.run ? -1 : Number(a.run > b.run)))
}

/**
 * Why a pass does not count: an earlier gate of this revision on these claims did not pass under another seed, and nobody
 * said why this is a new attempt. Ten seeds until one passes ship 21 to 28% of releases at the limit. `null`: it counts.
 */
export function earlierDoubt({ gates, newAttempt }: EarlierGates, candidate: ReleaseInfo): string | null {
  const open = gates.filter(({ verdict }) => verdict !== 'pass')
  if (open.length === 0 || newAttempt !== undefined) return null
  return (
    `${counted(open.length, 'earlier gate')} of ${revisionOf(candidate)} on these claims did not pass under another seed ` +
    `(${list(open)}): a new seed is another chance. Gate under the first seed again, keep a ledger (ledger: true), or say ` +
    'why it is a new attempt: npx vitest-robustness gate --new-attempt "reason"'
  )
}

/** What a report says of a new attempt that somebody declared; `null` where nobody did. */
export function newAttemptRemark({ gates, newAttempt }: EarlierGates): string | null {
  if (newAttempt === undefined) return null
  const before = gates.length === 0 ? 'no earlier gate is known' : `after ${list(gates)}`
  return `New attempt, ${before}: ${newAttempt}`
}

/** Earlier gates in words: `seed 0: fail, seed 1: inconclusive`. */
export function list(gates: readonly EarlierGate[]): string {
  return namesUpTo(
    MOST,
    gates.map(({ seed, verdict }) => `seed ${seed}: ${verdict}`),
  )
}

function revisionOf({ name, model, revision }: ReleaseInfo): string {
  return `${name}@${revision ?? model}`
}
