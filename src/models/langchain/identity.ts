import { isModel, type RunnableLike } from './runnable.ts'

/** The model's name as it gives it itself, `null` for one that gives none, and for a chain: its models are not it. */
export function modelName(runnable: RunnableLike): string | null {
  const model = bare(runnable)
  if (model === null) return null
  const params = call(model, '_identifyingParams')
  const names = [model['model'], model['modelName'], model['model_name'], model['modelId'], model['modelID']]
  const given = [...names, params['model'], params['model_name'], params['modelName'], params['modelId']]
  return given.find((name): name is string => typeof name === 'string' && name !== '') ?? null
}

/** A model, or the model that only has options bound to it. */
function bare(runnable: RunnableLike): RunnableLike | null {
  if (isModel(runnable)) return runnable
  const bound = runnable['bound'] as RunnableLike | undefined
  return bound !== undefined && 'kwargs' in runnable ? bare(bound) : null
}

/** Properties that shape an answer, by the names that LangChain's packages give them. */
const SHAPING = (
  'temperature topP topK minP maxTokens maxOutputTokens maxCompletionTokens numPredict numCtx stop stopSequences ' +
  'stopWords frequencyPenalty presencePenalty repeatPenalty seed logitBias reasoning reasoningEffort thinking ' +
  'safetySettings format modelKwargs verbosity'
).split(' ')

/** Never part of a key: secrets, addresses, what says who asks or how the library works. */
const PRIVATE =
  /api_?key|secret|password|credential|authorization|access_?token|headers|base_?(url|path)|organization|user$|signal|callbacks|metadata|tags|configuration|^client|^options$|timeout|^model/i

/**
 * What shapes a runnable's answers, plain JSON: a model's parameters, options bound to it, and for a chain a digest of
 * what LangChain serialises of it (which names secrets but never holds them).
 */
export function shapingParameters(runnable: RunnableLike, digest: (text: string) => string): Record<string, unknown> {
  const model = bare(runnable)
  if (model === null) return { chain: digest(serialised(runnable)) }
  // A property that is not set must not hide what is sent under the same name.
  const own = Object.fromEntries(SHAPING.map((name) => [name, model[name]]).filter(([, value]) => value !== undefined))
  const sent = typeof model['invocationParams'] === 'function' ? call(model, 'invocationParams', {}) : {}
  const bound = runnable === model ? {} : { bound: boundOptions(runnable) }
  return clean({ ...sent, ...own, ...bound }) as Record<string, unknown>
}

function boundOptions(runnable: RunnableLike): unknown {
  const { kwargs, config, bound } = runnable as RunnableLike & { bound: RunnableLike }
  const outer = { ...(config as object), ...(kwargs as object) }
  return isModel(bound) ? outer : { ...(boundOptions(bound) as object), ...outer }
}

function serialised(runnable: RunnableLike): string {
  try {
    return JSON.stringify(runnable)
  } catch {
    return runnable.constructor.name
  }
}

/** The JSON part of a value, without private fields; what is no JSON is left out. */
function clean(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (Array.isArray(value)) return value.map(clean).filter((item) => item !== undefined)
  if (typeof value !== 'object') return undefined
  const entries = Object.entries(value)
    .filter(([name]) => !PRIVATE.test(name))
    .map(([name, item]) => [name, clean(item)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined))
}

function call(model: RunnableLike, method: string, ...args: unknown[]): Record<string, unknown> {
  try {
    const result = (model[method] as ((...args: unknown[]) => unknown) | undefined)?.apply(model, args)
    return typeof result === 'object' && result !== null ? (result as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
