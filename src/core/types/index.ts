export type * from './answer.ts'
export type * from './baseline.ts'
export type * from './budget.ts'
export type * from './observation.ts'
export type * from './claim.ts'
export type * from './claimResult.ts'
export type * from './comparison.ts'
export type * from './counterexample.ts'
export * from './direction.ts'
export type * from './example.ts'
export type * from './baseline.ts'
export type * from './instruction.ts'
export type * from './ledger.ts'
export type * from './task.ts'
export type * from './example.ts'
export type * from './measurement.ts'
export { type GridMode, isForGate, isGridMode, type Mode } from './mode.ts'
export { levelsOf, OUTCOMES, type Levels, type Outcome } from './verdict.ts'
export {
  BudgetSpentError,
  EndpointError,
  MissingAnswerError,
  NotReadyError,
  RetryableError,
  type Blame,
  UsageError,
} from './errors.ts'
export type * from './perturbation.ts'
export type * from './run.ts'
export type * from './release.ts'
export type * from './shard.ts'
export type * from './claimResult.ts'
export type * from './verdict.ts'
export type {
  ObservationList,
  RunPicture,
  ClaimPicture,
  ClaimTrace,
  ShownClaim,
  ShownTask,
  PathPoint,
  Flip,
  TrendPoint,
} from './runPicture.ts'
