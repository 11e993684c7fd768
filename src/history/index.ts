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
export { readHistoryPlace, type HistoryOption, type HistoryPlace } from './historyPlace.ts'
export { openHistory, type History } from './openHistory.ts'
export type { ClaimName, HistoryFilter } from './_internal/queries.ts'
export type { RecordedClaim, RecordedRun } from './tables.ts'
