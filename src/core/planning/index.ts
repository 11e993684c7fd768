export { plannedCalls, type PlannedCall, type PlannedCalls } from './plannedCalls.ts'
export { enoughVariants, type EnoughVariants } from './enoughVariants.ts'
export { cannotPass } from './cannotPass.ts'
export { decidableBy } from './decidable.ts'
