export { LEVEL, meanInterval, toolsFor } from './intervals.ts'
export { measureCells, shareBudget } from './measureCells.ts'
export { gateInfluence, measureClaim } from './measureClaim.ts'
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
