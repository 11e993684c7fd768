/** A model class of `@langchain/community` and what it takes to use it. */
export interface CommunityModel {
  /** Entry of the package and the class that it exports. */
  readonly entry: string
  readonly className: string
  /** The origin whose permits the calls take. */
  readonly origin: string
  /** Environment variable that the class reads its key from. */
  readonly keyEnv: string
  /** Another package that the class loads by itself. */
  readonly needs?: string
  /** Texts that the class makes of an answer without output. A model that really says this is asked again, in vain. */
  readonly nothing?: readonly string[]
}

/** The providers that `fromCommunity` knows. A new one is one entry here. */
export const communityModels = {
  'hugging-face': {
    entry: 'llms/hf',
    className: 'HuggingFaceInference',
    origin: 'https://router.huggingface.co',
    keyEnv: 'HUGGINGFACEHUB_API_KEY',
    needs: '@huggingface/inference',
  },
  together: {
    entry: 'chat_models/togetherai',
    className: 'ChatTogetherAI',
    origin: 'https://api.together.xyz',
    keyEnv: 'TOGETHER_AI_API_KEY',
  },
  fireworks: {
    entry: 'chat_models/fireworks',
    className: 'ChatFireworks',
    origin: 'https://api.fireworks.ai',
    keyEnv: 'FIREWORKS_API_KEY',
  },
  replicate: {
    entry: 'llms/replicate',
    className: 'Replicate',
    origin: 'https://api.replicate.com',
    keyEnv: 'REPLICATE_API_TOKEN',
    needs: 'replicate',
    nothing: ['undefined', 'null'],
  },
  deepinfra: {
    entry: 'chat_models/deepinfra',
    className: 'ChatDeepInfra',
    origin: 'https://api.deepinfra.com',
    keyEnv: 'DEEPINFRA_API_TOKEN',
  },
  friendli: {
    entry: 'chat_models/friendli',
    className: 'ChatFriendli',
    origin: 'https://inference.friendli.ai',
    keyEnv: 'FRIENDLI_TOKEN',
  },
} as const satisfies Record<string, CommunityModel>
