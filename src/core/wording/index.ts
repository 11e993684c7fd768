/** Turns the result of a claim into sentences. Nothing else does, so that a verdict has one wording in every report. */
export { claimAlarm, claimAnnotation, type Alarm, type ClaimAnnotation } from './annotation.ts'
export { armsInWords, boundAndLimit, claimFigures, decidingArm, shortBound } from './bound.ts'
export { claimSample, notablyUnanswered, samplingDesign, unanswered, unitNoun } from './evidence.ts'
export { claimMessage, claimSentence, verdictWord, undecidedWord } from './message.ts'
export { claimNext } from './next.ts'
export { NO_RANGE_NOTE, rangeGapNote } from './rangeGap.ts'
export {
  noteOnAddedSources,
  noteOnInfluence,
  noteOnMissingCells,
  noteOnRepeats,
  notesOn,
  notesOnPassedOver,
} from './notes.ts'
export {
  claimWhy,
  nameIdentity,
  NO_BASELINE_YET,
  reasonFor,
  reasonOfRelease01,
  recordedStop,
  type Stop,
} from './why.ts'
export { cameBack, changeLabel, answerInWords, outcomeInWords } from './counterexample.ts'
export { replayCommand, showCommand } from './commands.ts'
export { changesInWords, isPartial, partialReason } from './gateReasons.ts'
export { earlierAnswersInWords, listEarlier, sinceInWords } from './gateDoubts.ts'
