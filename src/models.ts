/** The entry for modules that declare releases. */
export {
  defineReleaseAdapter,
  fromFolder,
  fromFunction,
  fromLangChain,
  openAICompatible,
  plain,
  releaseContract,
} from './models/index.ts'
export type {
  AskContext,
  FolderOptions,
  FunctionOptions,
  LangChainOptions,
  OpenAICompatibleOptions,
} from './models/index.ts'
export { EndpointError, RetryableError } from './core/words/index.ts'
export type { Answer, Identity, ModelRequest, PromptFormat, Rejection, Release } from './core/words/index.ts'
