export { ACCURACY_COLUMNS, readAccuracies } from './readAccuracies.ts'
export { booleanQa } from './plainTasks.ts'
export { buildTask, type TaskParts } from './buildTask.ts'
export { datasetFormats, type DatasetFormat } from './datasets/index.ts'
export { extractiveQa } from './plainTasks.ts'
export { freeAnswer, recordedJudge, type FreeAnswerOptions, type FunctionJudge, type ModelJudge } from './freeAnswer.ts'
export { instructionFormats, type InstructionFormat, type ParsedInstructions } from './instructions/index.ts'
export {
  appendInstructions,
  instructionSetYaml,
  instructionsYaml,
  readRewordings,
  rewordingPrompt,
} from './draftRewordings.ts'
export { readHumanLabels, type HumanLabel } from './readHumanLabels.ts'
export { readTable, type Table, type TableRow } from './tableRows.ts'
export { yamlDocument, type YamlDocument } from './instructions/_internal/yamlDocument.ts'
export { readText } from './files/readText.ts'
export { readInstructions } from './readInstructions.ts'
export { reloadTask } from './reloadTask.ts'
export { writeReviews, type Review } from './reviewInstructions.ts'
export { requestHandling } from './plainTasks.ts'
export { structuredOutput, type StructuredOutputOptions } from './structuredOutput.ts'
export { toolCalls, type ToolCallsOptions } from './toolCalls.ts'
export { multipleChoice } from './plainTasks.ts'
export { readDataset, type Dataset } from './readDataset.ts'
export { seenInTable, type SeenTable, type SeenTableReport } from './seenInTable.ts'
export { readSeen, seenIn, type SeenMatch, type SeenReport } from './seenIn.ts'
export { readWaivers } from './readWaivers.ts'
export { relationExtraction } from './plainTasks.ts'
export { textClassification } from './plainTasks.ts'
export type { Columns, DatasetOptions, TaskOptions, InstructionOptions } from './files/taskOptions.ts'
