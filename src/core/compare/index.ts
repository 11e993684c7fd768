export {
  chooseScore,
  EXACT_MATCH,
  isExactMatch,
  ONLY_VARIANT,
  type LoggedAnswer,
  type RecordedLog,
} from './recordedLog.ts'
export { compareReleases, type ReleaseComparison } from './compareReleases.ts'
export { compareTable } from './compareTable.ts'
export type { ReleaseGap } from './contrast.ts'
export type { ComparedPair, OmittedPair, RankedPart, Ranking } from './ranks.ts'
export { compareWithBaseline } from './compareWithBaseline.ts'
export type * from './comparedRelease.ts'
export { findCell, logCells, type LogCell } from './logCells.ts'
export { measureCellsOf } from './figures.ts'
export { pairLogs, type PairedLogs, type SharedExample } from './pairLogs.ts'
export { changePairs, pairCells, type FindCell, type Pair } from './comparedRelease.ts'
