import { chooseDraw } from '../core/sampling/draw.ts'
import { UsageError, type ClaimDesign } from '../core/types/index.ts'
import {
  type CommonOptions,
  FLIP_LIMITS,
  flipLimit,
  type FlipLimits,
  readOptions,
  type RulesFor,
} from './_internal/options.ts'
import { rewordingsOf } from './_internal/roles.ts'
import { flipValue } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toBeStableUnderParaphrase`. */
export interface StableUnderParaphraseOptions extends CommonOptions, FlipLimits {
  /** The rewordings to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toBeStableUnderParaphrase'

/**
 * The release gives the same answer when the instruction is reworded.
 *
 * `maxFlipRate` bounds E[1{answer under a rewording ≠ answer under the canonical instruction}]. `maxExcessFlipRate`
 * bounds E[1{Y≠Z} − ½·1{Y≠Y′} − ½·1{Z≠Z′}] with two canonical trials Y, Y′ and two trials Z, Z′ of the rewording.
 */
export const toBeStableUnderParaphrase = defineClaim<StableUnderParaphraseOptions>({
  name: NAME,
  summary: 'the answer stays when the instruction is reworded',
  needsBaseline: false,
  parse(raw) {
    const options = readOptions(NAME, raw, {
      ...FLIP_LIMITS,
      family: { type: 'text' },
    } satisfies RulesFor<StableUnderParaphraseOptions>)
    if ((options.maxFlipRate === undefined) === (options.maxExcessFlipRate === undefined)) {
      throw new UsageError(`${NAME}() takes one limit: maxFlipRate, or maxExcessFlipRate for answers that vary`)
    }
    return { family: 'all', ...options }
  },
  design(options, context) {
    const { trials, ...limit } = flipLimit(options)
    const { pool, population } = rewordingsOf(NAME, options, context)
    const draw = options.variants ?? chooseDraw(pool.length, trials).m
    return {
      ...limit,
      roles: [
        { name: 'canonical', pool: [context.canonical], draw: 1, trials, side: 'candidate' },
        { name: 'paraphrase', pool, draw: Math.min(draw, pool.length), trials, side: 'candidate' },
      ],
      population,
      ...(options.variants === undefined && { draws: 'enough' }),
    } satisfies ClaimDesign
  },
  value(evidence, sameAnswer, options) {
    const canonical = evidence['canonical']?.candidate ?? []
    const others = evidence['paraphrase']?.candidate ?? []
    return flipValue(NAME, { canonical, others }, sameAnswer, options.maxExcessFlipRate !== undefined)
  },
  averages: () => 'paraphrase',
})
