export { plannedCalls, type PlannedCall } from './plannedCalls.ts'
export { cannotPass } from './cannotPass.ts'
export { decidableBy } from './decidableBy.ts'
