export { planClaim, type CallTokens, type ClaimPlanDeps } from './planClaim.ts'
export { planRun } from './planRun.ts'
export { renderPlan } from './renderPlan.ts'
export { knownUnits, type KnownAnswers, type KnownWhere } from './knownUnits.ts'
