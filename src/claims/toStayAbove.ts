import type { ClaimDesign, Interval, Role } from '../core/types/index.ts'
import { type CommonOptions, oneLimit, readOptions, type RulesFor } from './_internal/options.ts'
import { instructionRole, onTheseInstructions, poolOf } from './_internal/roles.ts'
import { meanScore, scoreInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toStayAbove`. */
export interface StayAboveOptions extends CommonOptions {
  /** The least mean score over examples and instructions, in (0, 1). */
  readonly accuracy?: number
  /** The least mean score of the worst instruction, in (0, 1). */
  readonly worstInstruction?: number
  /**
   * The least share of examples that every instruction gets right (mean of the least score of each example), in (0, 1).
   */
  readonly robustAccuracy?: number
  /** The instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toStayAbove'
const LIMITS = ['accuracy', 'worstInstruction', 'robustAccuracy'] as const

/**
 * A score is at least a floor. There are three floors, of which a claim sets one; the range is [0, 1].
 *
 * `accuracy` bounds E[score] over examples and instructions. `worstInstruction` bounds the least of the instructions'
 * E[score]: one arm an instruction, asked on the same examples until it is decided. `robustAccuracy` bounds E[min over
 * all instructions of the score of one example]: the instructions are asked one after another, in an order drawn for
 * each example, up to the first that scores 0.
 */
export const toStayAbove = defineClaim<StayAboveOptions>({
  name: NAME,
  summary: 'the mean score, the worst instruction, or robust accuracy stays above a floor',
  needsBaseline: false,
  parse(raw) {
    const share = { type: 'number', above: 0, below: 1 } as const
    const options = readOptions(NAME, raw, {
      accuracy: share,
      worstInstruction: share,
      robustAccuracy: share,
      family: { type: 'text' },
    } satisfies RulesFor<StayAboveOptions>)
    oneLimit(NAME, options, LIMITS, options.accuracy === undefined)
    return { family: 'all', ...options }
  },
  design(options, context) {
    const family = options.family ?? 'all'
    const pool = poolOf(NAME, family, context, options.allowUnreviewed ?? false)
    const common = { range: [0, 1], sense: 'at least', population: onTheseInstructions(pool, family, context) } as const
    const asked = { name: 'asked', pool, trials: 1, side: 'candidate' } as const
    if (options.worstInstruction !== undefined) {
      const roles: Role[] = pool.map(instructionRole)
      return {
        ...common,
        statistic: 'accuracy of the worst instruction',
        limit: options.worstInstruction,
        roles,
        arms: roles.map(({ name }) => ({ name, roles: [name] })),
        armStatistic: 'accuracy',
      } satisfies ClaimDesign
    }
    if (options.robustAccuracy !== undefined) {
      const roles: Role[] = [{ ...asked, draw: pool.length, chained: true }]
      return { ...common, statistic: 'robust accuracy', limit: options.robustAccuracy, roles } satisfies ClaimDesign
    }
    return {
      ...common,
      statistic: 'accuracy',
      limit: options.accuracy ?? 0,
      roles: [{ ...asked, draw: Math.min(options.variants ?? 1, pool.length) }],
    } satisfies ClaimDesign
  },
  value(evidence, _sameAnswer, options, arm) {
    const cells = evidence[arm?.roles[0] ?? 'asked']?.candidate ?? []
    return options.robustAccuracy === undefined ? meanScore(cells) : least(cells.map(scoreInterval))
  },
  averages: ({ robustAccuracy }) => (robustAccuracy === undefined ? 'asked' : null),
})

function least(scores: readonly Interval[]): Interval {
  return { least: Math.min(...scores.map((one) => one.least)), most: Math.min(...scores.map((one) => one.most)) }
}
