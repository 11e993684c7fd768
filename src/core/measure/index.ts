export { gateInfluence } from './gateInfluence.ts'
export { LEVEL, meanInterval, toolsFor } from './intervals.ts'
export { measureCells, shareBudget } from './measureCells.ts'
export { measureClaim } from './measureClaim.ts'
export {
  answerClasses,
  measureSlice,
  metricContext,
  slicesOf,
  suitedMetrics,
  sameAnswersOf,
  withOwnMetrics,
  type SameAnswers,
} from './measureSlices.ts'
export { measureTask } from './measureTask.ts'
