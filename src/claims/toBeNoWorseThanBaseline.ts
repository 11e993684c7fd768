import { defineClaim } from './defineClaim.ts'
import { meanScore, subtractInterval } from './intervals.ts'
import { onTheseInstructions } from './onTheseInstructions.ts'
import { poolOf } from './poolOf.ts'
import { readOptions, type CommonOptions } from './readOptions.ts'

/** Options of `toBeNoWorseThanBaseline`. */
export interface NoWorseThanBaselineOptions extends CommonOptions {
  /** What is compared. */
  readonly metric: 'accuracy'
  /** Instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
  /** Most that the mean score may lie below the baseline's, in (0, 1): 0.02 is 2 points. */
  readonly by: number
  /** Most that it may lie below the pinned anchor's, where the config names one; default `by`. */
  readonly byFromAnchor?: number
}

const NAME = 'toBeNoWorseThanBaseline'

/**
 * The candidate scores at most `by` worse than the accepted release, on the same cells.
 * Bounds E[candidate's score − baseline's score] ≥ −by, range [−1, 1].
 */
export const toBeNoWorseThanBaseline = defineClaim<NoWorseThanBaselineOptions>({
  name: NAME,
  summary: 'the score is no worse than the accepted release',
  needsBaseline: true,
  parse: (raw) =>
    ({
      metric: 'accuracy',
      family: 'all',
      ...readOptions(NAME, raw, {
        by: { type: 'number', above: 0, below: 1, required: true },
        byFromAnchor: { type: 'number', above: 0, below: 1 },
        metric: { type: 'text', oneOf: ['accuracy'] },
        family: { type: 'text' },
      }),
    }) as unknown as NoWorseThanBaselineOptions,
  design(options, context) {
    const family = options.family ?? 'all'
    const pool = poolOf(NAME, family, context, options.allowUnreviewed ?? false)
    return {
      statistic: 'difference in accuracy',
      range: [-1, 1],
      limit: -options.by,
      sense: 'at least',
      roles: [{ name: 'asked', pool, draw: Math.min(options.variants ?? 1, pool.length), trials: 1, side: 'both' }],
      population: onTheseInstructions(pool, family, context),
    }
  },
  value(evidence) {
    const asked = evidence['asked']
    return subtractInterval(meanScore(asked?.candidate ?? []), meanScore(asked?.baseline ?? []))
  },
})
