export {
  anchorRelease,
  isAcceptedRelease,
  releaseOf,
  baselineCell,
  baselineObservation,
  baselineLookup,
  type BaselineLookup,
} from './acceptedCells.ts'
export { asRun, findEarlierClaims, lastGate, trendOf } from './earlierRuns.ts'
export {
  archiveBaseline,
  expectAccepted,
  readHistory,
  rollbackBaseline,
  writeHistory,
  findAccepted,
  readAnchor,
} from './baselineHistory.ts'
export { readCalls, keepProbes, readProbes, type StoredProbe } from './callsAndProbes.ts'
export { readGenerations, writeGenerations, readLedger, writeLedger } from './mergedFiles.ts'
export { ignoreAnswers, runFolder, runOfHash } from './runFolder.ts'
export { observationKey } from './observations.ts'
export { readBaseline, type StoredBaseline } from './readBaseline.ts'
export { makeFolder, readText } from './_internal/files.ts'
export { checkRun, readRun, type StoredRun } from './readRun.ts'
export {
  beginRange,
  endRange,
  rangeFolder,
  rangesFolder,
  readRangeErrors,
  readRanges,
  type StoredRange,
} from './rangeFolder.ts'
export { lineFinder, readShards, shardsFolder, writeShard, type StoredShard } from './shardFolder.ts'
export { writeBaseline } from './writeBaseline.ts'
export { writeRun, type RunDraft, type WrittenRun } from './writeRun.ts'
