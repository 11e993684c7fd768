import { chooseDraw } from '../core/plan/chooseDraw.ts'
import { UsageError, type ClaimContext, type ClaimDesign, type Interval } from '../core/words/index.ts'
import { defineClaim } from './defineClaim.ts'
import { differs, selfDiffers } from './differs.ts'
import { meanInterval } from './intervals.ts'
import { poolOf } from './poolOf.ts'
import { readOptions, type CommonOptions } from './readOptions.ts'

export interface StableUnderParaphraseOptions extends CommonOptions {
  /** Most of the answers that may change when the instruction is reworded, in (0, 1). For answers that do not vary. */
  readonly maxFlipRate?: number
  /** The same for answers that vary by themselves: ½‖P−Q‖² of the two answer distributions, in (0, 1). */
  readonly maxExcessFlipRate?: number
  /** Rewordings to ask: `all` (default), `seen`, `unseen` or a wording family. */
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
    const rate = { type: 'number', above: 0, below: 1 } as const
    const options: StableUnderParaphraseOptions = readOptions(NAME, raw, {
      maxFlipRate: rate,
      maxExcessFlipRate: rate,
      family: { type: 'text' },
    })
    if ((options.maxFlipRate === undefined) === (options.maxExcessFlipRate === undefined)) {
      throw new UsageError(`${NAME}() takes one limit: maxFlipRate, or maxExcessFlipRate for answers that vary`)
    }
    return { family: 'all', ...options }
  },
  design(options, context) {
    const excess = options.maxExcessFlipRate !== undefined
    const trials = excess ? 2 : 1
    const pool = rewordings(options, context)
    const draw = options.variants ?? chooseDraw(pool.length, trials).m
    return {
      statistic: excess ? 'excess flip rate' : 'flip rate',
      range: excess ? [-1, 1] : [0, 1],
      limit: options.maxExcessFlipRate ?? options.maxFlipRate ?? 0,
      sense: 'at most',
      roles: [
        { name: 'canonical', pool: [context.canonical], draw: 1, trials, side: 'candidate' },
        { name: 'paraphrase', pool, draw: Math.min(draw, pool.length), trials, side: 'candidate' },
      ],
      population: `on these ${pool.length} ${options.family === 'all' ? '' : `${options.family} `}rewordings`,
    } satisfies ClaimDesign
  },
  value(evidence, sameAnswer, options) {
    const canonical = evidence['canonical']?.candidate ?? []
    const paraphrase = evidence['paraphrase']?.candidate ?? []
    const [y, y2] = canonical
    if (!y) throw new RangeError(`${NAME}: no canonical cell`)
    if (options.maxExcessFlipRate === undefined) return meanInterval(paraphrase.map((z) => differs(y, z, sameAnswer)))
    const values: Interval[] = []
    for (let index = 0; index + 1 < paraphrase.length; index += 2) {
      const [z, z2] = [paraphrase[index], paraphrase[index + 1]]
      if (!z || !z2 || !y2) throw new RangeError(`${NAME}: an excess flip rate needs two trials of each`)
      const cross = differs(y, z, sameAnswer)
      const own = selfDiffers(y, y2, sameAnswer)
      const other = selfDiffers(z, z2, sameAnswer)
      values.push({
        least: cross.least - (own.most + other.most) / 2,
        most: cross.most - (own.least + other.least) / 2,
      })
    }
    return meanInterval(values)
  },
})

function rewordings(options: StableUnderParaphraseOptions, context: ClaimContext): string[] {
  const pool = poolOf(NAME, options.family ?? 'all', context, options.allowUnreviewed ?? false)
  const others = pool.filter((id) => id !== context.canonical)
  if (others.length > 0) return others
  throw new UsageError(`${NAME}(): task "${context.taskName}" has only its canonical instruction; add rewordings`)
}
