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
  toBeStableUnderParaphrase,
  toGeneralizeToUnseenInstructions,
  toStayAbove,
  toBeNoWorseThanBaseline,
  toMatchSchemaUnderParaphrase,
  toCallSameToolUnderParaphrase,
  toRefuseUnderParaphrase,
  toComplyUnderParaphrase,
  toScoreAlikeAcrossInstructions,
  toBeAsRobustOn,
  toImproveWithScale,
  toBeStableUnder,
  toBeStableUnderFormatting,
  toBeStableUnderOptionOrder,
  toChangeUnder,
} as const

/** Finds the kind of claim that has a name; `undefined` where the package has none. */
export function findClaimKind(name: string): ClaimKind | undefined {
  return Object.hasOwn(claimKinds, name) ? claimKinds[name as keyof typeof claimKinds] : undefined
}
export { isPerturbation } from './_internal/perturbations.ts'
export { defineClaim } from './defineClaim.ts'
