export { booleanQa } from './booleanQa.ts'
export { separateReasoning } from './_internal/plainText.ts'
export { checkExample, checkLabels } from './checkTask.ts'
export { defineTask } from './defineTask.ts'
export { exampleId, instructionHash, taskHash } from './taskHash.ts'
export { extractiveQa } from './extractiveQa.ts'
export { findTaskKind, taskKinds } from './taskKinds.ts'
export { multipleChoice } from './multipleChoice.ts'
export {
  MOST_OPTIONS,
  optionId,
  doubleBraced,
  fieldOf,
  PLACEHOLDER,
  placeholdersIn,
  placeholdersOf,
  COMPUTED,
  DEFAULT_OPTION_STYLE,
  renderQuestion,
} from './question.ts'
export { relationExtraction } from './relationExtraction.ts'
export { findJson, type JsonProblem } from './json.ts'
export { rewordingFaults } from './rewordingFaults.ts'
export { freeAnswer, type FreeAnswerScoring } from './freeAnswer.ts'
export { requestHandling } from './requestHandling.ts'
export { structuredOutput } from './structuredOutput.ts'
export { toolCalls, toolNames } from './toolCalls.ts'
export { taskContract, type TaskSamples } from './taskContract.ts'
export { textClassification } from './textClassification.ts'
