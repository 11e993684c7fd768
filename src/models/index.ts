export { defineReleaseAdapter } from './defineReleaseAdapter.ts'
export * from './formats/index.ts'
export { fromAiSdk, type AiSdkModel, type AiSdkOptions } from './fromAiSdk.ts'
export { fromCommand, type CommandOptions } from './fromCommand.ts'
export { communityModels } from './_internal/communityModels.ts'
export { fromCommunity, type CommunityFields } from './fromCommunity.ts'
export { fromFolder, type FolderOptions } from './fromFolder.ts'
export {
  fromFunction,
  type AskContext,
  type FunctionAnswer,
  type FunctionOptions,
  type FunctionRejection,
} from './fromFunction.ts'
export { fromLangChain, type LangChainOptions } from './fromLangChain.ts'
export { fromOpenAI, type OpenAIClient, type OpenAIOptions } from './fromOpenAI.ts'
export { fromRecorded, type RecordedOptions } from './fromRecorded.ts'
export { fromStudy, type StudyOptions } from './fromStudy.ts'
export { openAICompatible, type OpenAICompatibleOptions } from './openAICompatible.ts'
export { openAICompletions, type OpenAICompletionsOptions } from './openAICompletions.ts'
export { probeEndpoint, probeRelease, type ProbeFinding } from './probe.ts'
export { releaseContract } from './releaseContract.ts'
export { resolveRelease } from './resolveRelease.ts'
export { studyModels, type StudyModel } from './studyModels.ts'
export { toLangChain } from './toLangChain.ts'
