import { UsageError, type Interval } from '../core/types/index.ts'
import { readOptions, type CommonOptions, type RulesFor } from './_internal/options.ts'
import { onTheseInstructions, poolOf } from './_internal/roles.ts'
import { meanScore, subtractInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toBeNoWorseThanBaseline`. */
export interface NoWorseThanBaselineOptions extends CommonOptions {
  /** The score that is compared. */
  readonly metric: 'accuracy'
  /** The instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
  /** The most that the mean score may be below the baseline's, in (0, 1): 0.02 is 2 points. */
  readonly by: number
  /** The most that it may be below the pinned anchor's, in (0, 1), where the config names an anchor. Default: `by`. */
  readonly byFromAnchor?: number
  /**
   * The most that the two scores of an example can differ by construction, in (0, 1), e.g. 0.4 where a grade is between 0.6
   * and 1 whatever was answered. A small margin then takes fewer examples. A larger difference is a usage error, also where
   * one of the answers could not be read. Default: 1.
   */
  readonly mostDifference?: number
}

const NAME = 'toBeNoWorseThanBaseline'

/**
 * Claims that the candidate scores at most `by` worse than the accepted release, on the same cells. Bounds E[candidate's
 * score − baseline's score] ≥ −by, range [−1, 1] or [−mostDifference, mostDifference].
 */
export const toBeNoWorseThanBaseline = defineClaim<NoWorseThanBaselineOptions>({
  name: NAME,
  summary: 'the score is no worse than the accepted release',
  needsBaseline: true,
  parse: (raw) => ({
    metric: 'accuracy',
    family: 'all',
    ...readOptions(NAME, raw, {
      by: { type: 'number', above: 0, below: 1, required: true },
      byFromAnchor: { type: 'number', above: 0, below: 1 },
      mostDifference: { type: 'number', above: 0, below: 1 },
      metric: { type: 'text', oneOf: ['accuracy'] },
      family: { type: 'text' },
    } satisfies RulesFor<NoWorseThanBaselineOptions>),
  }),
  design(options, context) {
    const family = options.family ?? 'all'
    const pool = poolOf(NAME, family, context, options.allowUnreviewed ?? false)
    const { by, byFromAnchor = by, mostDifference: most = 1 } = options
    if (Math.max(by, byFromAnchor) >= most)
      throw new UsageError(
        `${NAME}({ by: ${Math.max(by, byFromAnchor)}, mostDifference: ${most} }): no candidate can be worse by more than ` +
          'mostDifference, so this would always pass: give a smaller margin',
      )
    return {
      statistic: 'difference in accuracy',
      range: [-most, most],
      limit: -by,
      sense: 'at least',
      roles: [{ name: 'asked', pool, draw: Math.min(options.variants ?? 1, pool.length), trials: 1, side: 'both' }],
      population: onTheseInstructions(pool, family, context),
      ...(options.variants === undefined && { draws: 'enough' }),
    }
  },
  value(evidence, _, { mostDifference }) {
    const asked = evidence['asked']
    const difference = subtractInterval(meanScore(asked?.candidate ?? []), meanScore(asked?.baseline ?? []))
    return mostDifference === undefined ? difference : within(difference, mostDifference, asked?.candidate[0]?.example)
  },
})

/**
 * Cuts what is unknown of a difference to the declared bounds. The known part must be within them, else it throws
 * `UsageError`.
 */
function within({ least, most }: Interval, declared: number, example = 'unknown'): Interval {
  const beyond = least > declared + ROUNDING ? least : most < -declared - ROUNDING ? most : null
  if (beyond !== null || (least === most && Math.abs(least) > declared + ROUNDING))
    throw new UsageError(
      `${NAME}({ mostDifference: ${declared} }): the scores of example ${example} differ by ${Math.abs(beyond ?? least)}. ` +
        'Declare a difference that no answer can exceed, not even one that cannot be read (it scores 0), or leave mostDifference out',
    )
  return { least: Math.max(least, -declared), most: Math.min(most, declared) }
}

const ROUNDING = 1e-9
