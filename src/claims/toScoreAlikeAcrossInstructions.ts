import { UsageError, type ClaimArm } from '../core/types/index.ts'
import { type CommonOptions, oneLimit, readOptions, type RulesFor } from './_internal/options.ts'
import { instructionRole, onTheseInstructions, poolOf } from './_internal/roles.ts'
import { meanScore, subtractInterval } from './_internal/values.ts'
import { defineClaim } from './defineClaim.ts'

/** Options of `toScoreAlikeAcrossInstructions`. */
export interface ScoreAlikeAcrossInstructionsOptions extends CommonOptions {
  /** The most that the mean scores of two instructions may be apart, in (0, 1): 0.1 is 10 points. */
  readonly maxSpread: number
  /** The instructions to ask: `all` (default), `seen`, `unseen` or a wording family. */
  readonly family?: string
}

const NAME = 'toScoreAlikeAcrossInstructions'

/**
 * The most instructions that the claim takes. Each pair is tested both ways, and with more of them `fail` is divided among
 * too many arms to be of use.
 */
const MOST = 24

/**
 * Claims that the best instruction scores little better than the worst: the spread max − min of the instructions' mean
 * scores. There is one arm for each ordered pair, E[score under one − score under the other] ≤ `maxSpread` on the same
 * examples, range [−1, 1]: the spread keeps the limit exactly if every pair does.
 */
export const toScoreAlikeAcrossInstructions = defineClaim<ScoreAlikeAcrossInstructionsOptions>({
  name: NAME,
  summary: 'the best instruction scores little better than the worst',
  needsBaseline: false,
  parse(raw) {
    const options = readOptions(NAME, raw, {
      maxSpread: { type: 'number', above: 0, below: 1, required: true },
      family: { type: 'text' },
    } satisfies RulesFor<ScoreAlikeAcrossInstructionsOptions>)
    oneLimit(NAME, options, ['maxSpread'], true)
    return { family: 'all', ...options }
  },
  design(options, context) {
    const family = options.family ?? 'all'
    const pool = poolOf(NAME, family, context, options.allowUnreviewed ?? false)
    if (pool.length < 2)
      throw new UsageError(`${NAME}(): family "${family}" of task "${context.taskName}" has one instruction only`)
    if (pool.length > MOST) {
      throw new UsageError(
        `${NAME}(): ${pool.length} instructions make ${pool.length * (pool.length - 1)} comparisons, too many to decide; ` +
          `take a family of at most ${MOST}, or toStayAbove({ worstInstruction: … })`,
      )
    }
    const roles = pool.map(instructionRole)
    const arms = pool.flatMap((better, i) =>
      pool.flatMap((worse, j): ClaimArm[] =>
        i === j ? [] : [{ name: `instruction ${better} over ${worse}`, roles: [roles[i]!.name, roles[j]!.name] }],
      ),
    )
    return {
      statistic: 'spread of accuracy',
      range: [-1, 1],
      limit: options.maxSpread,
      sense: 'at most',
      roles,
      population: onTheseInstructions(pool, family, context),
      arms,
      armStatistic: 'difference in accuracy',
    }
  },
  value(evidence, _sameAnswer, _options, arm) {
    const [better, worse] = (arm?.roles ?? []).map((role) => meanScore(evidence[role]?.candidate ?? []))
    if (!better || !worse) throw new RangeError(`${NAME}: a pair of instructions is needed`)
    return subtractInterval(better, worse)
  },
})
