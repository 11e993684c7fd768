export { plannedCalls, type PlannedCall } from './plannedCalls.ts'
export { enoughVariants, type EnoughVariants } from './enoughVariants.ts'
export { cannotPass } from './cannotPass.ts'
export { decidableBy } from './decidableBy.ts'
