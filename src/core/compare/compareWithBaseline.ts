import type { ClaimResult, Comparison, ManifestClaim } from '../words/index.ts'
import { changedExamples } from './changedExamples.ts'
import { losses, type Whereabouts } from './losses.ts'
import type { Pair } from './pairCells.ts'

/** What a comparison looks at. */
export interface Compared {
  readonly manifest: readonly ManifestClaim[]
  readonly claims: readonly ClaimResult[]
  /** Gone through twice. */
  readonly pairs: Iterable<Pair>
  /** Task -> what its cells can be sorted by. */
  readonly where: Readonly<Record<string, Whereabouts>>
  /** Whether the number of pairs was fixed before the data: a gate's is not, so it gets no fixed-size test. */
  readonly fixed: boolean
}

/**
 * What is different from the accepted release: claims that fail or pass newly, claims whose intervals moved apart, the
 * regression claims with their differences, examples broken and mended, and where the loss lies. Decides nothing.
 */
export function compareWithBaseline({ manifest, claims, pairs, where, fixed }: Compared): Comparison {
  const before = new Map(manifest.map((claim) => [claim.id, claim]))
  const both = claims.flatMap((now) => {
    const past = before.get(now.waived?.of ?? now.id)
    return past?.verdict === undefined ? [] : [{ now, past }]
  })
  const turned = (to: 'pass' | 'fail') =>
    both.filter(({ now, past }) => now.verdict === to && past.verdict !== to).map(({ now }) => now.title)
  return {
    newlyFailing: turned('fail'),
    newlyPassing: turned('pass'),
    moved: both.flatMap(({ now, past }) => {
      const { interval } = past
      if (interval === undefined || now.verdict === 'not applicable' || past.verdict === 'not applicable') return []
      const apart = interval[1] < now.interval[0] || now.interval[1] < interval[0]
      return apart ? [{ title: now.title, before: interval, now: now.interval }] : []
    }),
    differences: claims.flatMap(({ title, verdict, estimate, interval, spec }) =>
      verdict === 'not applicable' || !spec.roles.some(({ side }) => side === 'both')
        ? []
        : [{ title, verdict, estimate, interval }],
    ),
    ...changedExamples(pairs, fixed),
    ...losses(pairs, where),
  }
}
