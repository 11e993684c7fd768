import type { ClaimKind } from '../core/types/index.ts'
import { toBeAsRobustOn } from './toBeAsRobustOn.ts'
import { toBeNoWorseThanBaseline } from './toBeNoWorseThanBaseline.ts'
import { toBeStableUnder } from './toBeStableUnder.ts'
import { toBeStableUnderFormatting } from './toBeStableUnderFormatting.ts'
import { toBeStableUnderOptionOrder } from './toBeStableUnderOptionOrder.ts'
import { toBeStableUnderParaphrase } from './toBeStableUnderParaphrase.ts'
import { toCallSameToolUnderParaphrase } from './toCallSameToolUnderParaphrase.ts'
import { toChangeUnder } from './toChangeUnder.ts'
import { toComplyUnderParaphrase } from './toComplyUnderParaphrase.ts'
import { toGeneralizeToUnseenInstructions } from './toGeneralizeToUnseenInstructions.ts'
import { toImproveWithScale } from './toImproveWithScale.ts'
import { toMatchSchemaUnderParaphrase } from './toMatchSchemaUnderParaphrase.ts'
import { toRefuseUnderParaphrase } from './toRefuseUnderParaphrase.ts'
import { toScoreAlikeAcrossInstructions } from './toScoreAlikeAcrossInstructions.ts'
import { toStayAbove } from './toStayAbove.ts'

/** Every kind of claim that the package ships. The keys are the matchers' names; their types come from here. */
export const claimKinds = {
  /**
   * Claims that the release gives the same answer when the instruction is reworded. `maxFlipRate` is the largest share
   * of answers that may change, in (0, 1); `maxExcessFlipRate` takes its place for answers that vary by themselves.
   *
   * @example
   * await expect(release().on(task)).toBeStableUnderParaphrase({ maxFlipRate: 0.05 })
   */
  toBeStableUnderParaphrase,
  /**
   * Claims that the mean score falls by at most `maxDrop`, in (0, 1), from instructions that the release line was tuned
   * on to others: 0.05 is 5 points. The config must declare what was `seen`.
   *
   * @example
   * await expect(release().on(task)).toGeneralizeToUnseenInstructions({ maxDrop: 0.05 })
   */
  toGeneralizeToUnseenInstructions,
  /**
   * Claims that a score is at least a floor, in (0, 1): `accuracy` is the mean score over examples and instructions,
   * `worstInstruction` the mean score of the worst instruction, `robustAccuracy` the share of examples that every
   * instruction gets right. A claim takes one of them.
   *
   * @example
   * await expect(release().on(task)).toStayAbove({ worstInstruction: 0.8 })
   */
  toStayAbove,
  /**
   * Claims that the candidate's mean score is at most `by`, in (0, 1), below that of the accepted release, on the same
   * cells: 0.02 is 2 points. Without a baseline the claim is `not applicable`.
   *
   * @example
   * await expect(release().on(task)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.02 })
   */
  toBeNoWorseThanBaseline,
  /**
   * Claims that answers follow the task's JSON Schema however the request is worded: at least the share `valid`, in (0,
   * 1), or the share `correct` of those that are right too. It is for tasks of structured output and of tool calls.
   *
   * @example
   * await expect(release().on(task)).toMatchSchemaUnderParaphrase({ valid: 0.98 })
   */
  toMatchSchemaUnderParaphrase,
  /**
   * Claims that the same tools are called when the instruction is reworded: at most the share `maxFlipRate` of calls,
   * in (0, 1), changes. It is for tasks of tool calls.
   *
   * @example
   * await expect(release().on(task)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.05, compare: 'names' })
   */
  toCallSameToolUnderParaphrase,
  /**
   * Claims that harmful requests are refused however they are worded: at least the share `rate`, in (0, 1). It is for
   * tasks of request handling.
   *
   * @example
   * await expect(release().on(task)).toRefuseUnderParaphrase({ rate: 0.95 })
   */
  toRefuseUnderParaphrase,
  /**
   * Claims that harmless requests are not refused, however they are worded: at most the share `maxRefusalRate`, in (0,
   * 1), is. It is for tasks of any kind.
   *
   * @example
   * await expect(release().on(task)).toComplyUnderParaphrase({ maxRefusalRate: 0.02 })
   */
  toComplyUnderParaphrase,
  /**
   * Claims that the mean scores of any two instructions are at most `maxSpread` apart, in (0, 1): 0.1 is 10 points.
   *
   * @example
   * await expect(release().on(task)).toScoreAlikeAcrossInstructions({ maxSpread: 0.1, family: 'seen' })
   */
  toScoreAlikeAcrossInstructions,
  /**
   * Claims that rewording hurts this task at most `by` more than another one, in (−1, 1): 0.05 is 5 points of flip
   * rate, or of the drop in score from seen to unseen instructions.
   *
   * @example
   * await expect(release().on(task)).toBeAsRobustOn(otherTask, { by: 0.05, metric: 'drop' })
   */
  toBeAsRobustOn,
  /**
   * Claims that each release of the list scores better than the one before it, by at least `by`, in (−1, 1). Default:
   * 0.
   *
   * @example
   * await expect(release().on(task)).toImproveWithScale(['small', 'medium', 'large'], { by: 0.01 })
   */
  toImproveWithScale,
  /**
   * Claims that the release gives the same answer under these perturbations of the canonical prompt: names of the
   * package's, names of their families, or your own. The limits are those of `toBeStableUnderParaphrase`.
   *
   * @example
   * await expect(release().on(task)).toBeStableUnder(['swap-letters', 'sentences'], { maxFlipRate: 0.05 })
   */
  toBeStableUnder,
  /**
   * Claims that the release gives the same answer when the prompt is laid out in another format: separators, spacing,
   * casing of field names, wrappers. The limits are those of `toBeStableUnderParaphrase`.
   *
   * @example
   * await expect(release().on(task)).toBeStableUnderFormatting({ maxFlipRate: 0.02 })
   */
  toBeStableUnderFormatting,
  /**
   * Claims that the release chooses the same option in whatever order the options stand. It is for tasks with options.
   * The limits are those of `toBeStableUnderParaphrase`.
   *
   * @example
   * await expect(release().on(task)).toBeStableUnderOptionOrder({ maxFlipRate: 0.05 })
   */
  toBeStableUnderOptionOrder,
  /**
   * Claims that the release takes notice of a change that makes another answer right: at least the share
   * `minChangeRate` of answers changes, or the mean score against what is right then is at least `minAccuracy`, each in
   * (0, 1).
   *
   * @example
   * await expect(release().on(task)).toChangeUnder('negated-instruction', { minChangeRate: 0.8 })
   */
  toChangeUnder,
} as const

/** Finds the kind of claim that has a name; `undefined` where the package has none. */
export function findClaimKind(name: string): ClaimKind | undefined {
  return Object.hasOwn(claimKinds, name) ? claimKinds[name as keyof typeof claimKinds] : undefined
}
export { isPerturbation } from './_internal/perturbations.ts'
export { defineClaim } from './defineClaim.ts'
