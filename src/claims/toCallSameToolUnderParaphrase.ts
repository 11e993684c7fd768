import { chooseDraw } from '../core/sampling/draw.ts'
import { toolNames } from '../core/tasks/index.ts'
import { type CommonOptions, onlyFor, readOptions, type RulesFor } from './_internal/options.ts'
import { rewordingsOf } from './_internal/roles.ts'
import { differs, meanInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toCallSameToolUnderParaphrase`. */
export interface CallSameToolOptions extends CommonOptions {
  /** The largest share of calls that may change when the instruction is reworded, in (0, 1). */
  readonly maxFlipRate: number
  /** The part that must stay the same: the tools' names and their arguments (`calls`, default), or the names alone. */
  readonly compare?: 'calls' | 'names'
  /** The rewordings to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toCallSameToolUnderParaphrase'

/**
 * Claims that the release calls the same tools when the instruction is reworded. Bounds E[1{calls under a rewording ≠ calls
 * under the canonical instruction}], range [0, 1]. An answer that is no valid call is equal to nothing.
 */
export const toCallSameToolUnderParaphrase = defineClaim<CallSameToolOptions>({
  name: NAME,
  summary: 'the same tool is called when the instruction is reworded',
  needsBaseline: false,
  parse(raw, context) {
    onlyFor(NAME, ['tool-calls'], context)
    return {
      family: 'all',
      compare: 'calls',
      ...readOptions(NAME, raw, {
        maxFlipRate: { type: 'number', above: 0, below: 1, required: true },
        compare: { type: 'text', oneOf: ['calls', 'names'] },
        family: { type: 'text' },
      } satisfies RulesFor<CallSameToolOptions>),
    }
  },
  design(options, context) {
    const { pool, population } = rewordingsOf(NAME, options, context)
    const draw = options.variants ?? chooseDraw(pool.length, 1).m
    return {
      statistic: options.compare === 'names' ? 'flip rate of tool names' : 'flip rate of tool calls',
      range: [0, 1],
      limit: options.maxFlipRate,
      sense: 'at most',
      roles: [
        { name: 'canonical', pool: [context.canonical], draw: 1, trials: 1, side: 'candidate' },
        { name: 'paraphrase', pool, draw: Math.min(draw, pool.length), trials: 1, side: 'candidate' },
      ],
      population,
      ...(options.variants === undefined && { draws: 'enough' }),
    }
  },
  value(evidence, sameAnswer, options) {
    const [canonical] = evidence['canonical']?.candidate ?? []
    if (!canonical) throw new RangeError(`${NAME}: no canonical cell`)
    const same = options.compare === 'names' ? (a: string, b: string) => toolNames(a) === toolNames(b) : sameAnswer
    return meanInterval((evidence['paraphrase']?.candidate ?? []).map((cell) => differs(canonical, cell, same)))
  },
  averages: () => 'paraphrase',
})
