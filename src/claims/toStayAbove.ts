import { defineClaim } from './defineClaim.ts'
import { meanScore } from './intervals.ts'
import { poolOf } from './poolOf.ts'
import { readOptions, type CommonOptions } from './readOptions.ts'

export interface StayAboveOptions extends CommonOptions {
  /** Least mean score, in (0, 1). */
  readonly accuracy: number
  /** Instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toStayAbove'

/** The mean score over examples and instructions is at least a floor. Bounds E[score], range [0, 1]. */
export const toStayAbove = defineClaim<StayAboveOptions>({
  name: NAME,
  summary: 'the mean score stays above a floor',
  needsBaseline: false,
  parse: (raw) =>
    ({
      family: 'all',
      ...readOptions(NAME, raw, {
        accuracy: { type: 'number', above: 0, below: 1, required: true },
        family: { type: 'text' },
      }),
    }) as unknown as StayAboveOptions,
  design(options, context) {
    const family = options.family ?? 'all'
    const pool = poolOf(NAME, family, context, options.allowUnreviewed ?? false)
    return {
      statistic: 'accuracy',
      range: [0, 1],
      limit: options.accuracy,
      sense: 'at least',
      roles: [
        { name: 'asked', pool, draw: Math.min(options.variants ?? 1, pool.length), trials: 1, side: 'candidate' },
      ],
      population: `on these ${pool.length} ${family === 'all' ? '' : `${family} `}instructions`,
    }
  },
  value: (evidence) => meanScore(evidence['asked']?.candidate ?? []),
})
