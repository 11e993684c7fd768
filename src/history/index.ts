export {
  findClaims,
  firstBroken,
  type FirstBroken,
  sensitivityDrift,
  type Drift,
  releasesOf,
  type ReleaseFigures,
  trendPoints,
} from './questions.ts'
export { isHistoryOff, readHistoryPlace, type HistoryOption, type HistoryPlace } from './historyPlace.ts'
export { openHistory, prepareHistory } from './openHistory.ts'
export type { History } from './_internal/openDatabase.ts'
export type { ClaimName, HistoryFilter } from './_internal/queries.ts'
export type { RecordedClaim, RecordedRun } from './tables.ts'
