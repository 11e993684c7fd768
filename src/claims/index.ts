import type { ClaimKind } from '../core/words/index.ts'
import { toBeNoWorseThanBaseline } from './toBeNoWorseThanBaseline.ts'
import { toBeStableUnderParaphrase } from './toBeStableUnderParaphrase.ts'
import { toGeneralizeToUnseenInstructions } from './toGeneralizeToUnseenInstructions.ts'
import { toStayAbove } from './toStayAbove.ts'

/** Every kind of claim that the package ships. The keys are the matchers' names; their types come from here. */
export const claimKinds = {
  toBeStableUnderParaphrase,
  toGeneralizeToUnseenInstructions,
  toStayAbove,
  toBeNoWorseThanBaseline,
} as const

/** The claim kind of a name, or `undefined`. */
export function findClaimKind(name: string): ClaimKind | undefined {
  return Object.hasOwn(claimKinds, name) ? claimKinds[name as keyof typeof claimKinds] : undefined
}
export { defineClaim } from './defineClaim.ts'
