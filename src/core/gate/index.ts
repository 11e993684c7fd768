export { ageInDays, staleness, FIRST_READER, readerChange, taskChange } from './baselineFit.ts'
export {
  askedOfOthers,
  answeredOtherwise,
  mixedAnswerers,
  tooFewAnswers,
  sameAsAccepted,
  earlierDoubt,
  earlierGates,
  newAttemptRemark,
  type EarlierClaim,
} from './doubts.ts'
export { attemptAlpha, claimLevels } from './levels.ts'
export { attemptId, attemptOf, type Attempt, mergeLedger } from './attempts.ts'
export { claimsAlone, gateVerdict, type GateInput } from './gateVerdict.ts'
export { isLoosening, manifestChanges } from './manifestChanges.ts'
