import type { PromptFormat } from '../../core/types/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { chatDefault, messagesIn } from '../formats/chatDefault.ts'

/** The parts of a LangChain object that we use, by its shape, since two copies of the library may be loaded. */
interface RunnableLike {
  readonly lc_runnable?: true
  readonly invoke: (input: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>
  readonly [property: string]: unknown
}

/** Says whether a value is a LangChain model or runnable. */
export function isRunnable(value: unknown): value is RunnableLike {
  if (typeof value !== 'object' || value === null) return false
  const { lc_runnable: mark, invoke, lg_is_pregel: graph } = value as Record<string, unknown>
  return typeof invoke === 'function' && (mark === true || graph === true)
}

/** Says whether it is a model itself and no chain around one. */
function isModel(value: RunnableLike): boolean {
  return typeof value['_modelType'] === 'function' || typeof value['_llmType'] === 'function'
}

/**
 * Says whether it takes a list of messages: a chat model, one with options, retries or fallbacks, a chain that begins
 * with one.
 */
export function takesMessages(runnable: RunnableLike): boolean {
  const { _modelType: modelType, bound, first, runnable: main } = runnable
  if (typeof modelType === 'function') return modelType.call(runnable) === 'base_chat_model'
  const inner = bound ?? first ?? main
  return isRunnable(inner) && takesMessages(inner)
}

/** Says whether it is a compiled graph, whose input is an object with its messages. */
export function isGraph(runnable: RunnableLike): boolean {
  return runnable['lg_is_pregel'] === true
}

/** Lists a runnable and all that it is made of: steps, bound models, fallbacks, delegates. Each is listed once. */
function runnablesWithin(root: RunnableLike): readonly RunnableLike[] {
  const found = new Set<RunnableLike>()
  function visit(value: unknown, depth: number): void {
    if (isRunnable(value)) {
      if (found.has(value)) return
      found.add(value)
      for (const property of Object.values(value)) visit(property, 0)
      // Runnables are in lists and records of their owner, one level deep.
    } else if (depth === 0 && typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) visit(item, 1)
    }
  }
  visit(root, 0)
  return [...found]
}

/**
 * Returns the name that a model gives itself; `null` for one that gives none, and for a chain, which is not the models
 * in it.
 */
export function modelName(runnable: RunnableLike): string | null {
  const model = bare(runnable)
  if (model === null) return null
  const params = call(model, '_identifyingParams')
  const names = [model['model'], model['modelName'], model['model_name'], model['modelId'], model['modelID']]
  const given = [...names, params['model'], params['model_name'], params['modelName'], params['modelId']]
  return given.find((name): name is string => typeof name === 'string' && name !== '') ?? null
}

/** Returns a model, or the model inside a runnable that only binds options to it; `null` for a chain. */
function bare(runnable: RunnableLike): RunnableLike | null {
  if (isModel(runnable)) return runnable
  const bound = runnable['bound'] as RunnableLike | undefined
  return bound !== undefined && 'kwargs' in runnable ? bare(bound) : null
}

/** The properties that shape an answer, by the names that LangChain's packages give them. */
const SHAPING = (
  'temperature topP topK minP maxTokens maxOutputTokens maxCompletionTokens numPredict numCtx stop stopSequences ' +
  'stopWords frequencyPenalty presencePenalty repeatPenalty seed logitBias reasoning reasoningEffort thinking ' +
  'safetySettings format modelKwargs verbosity'
).split(' ')

/**
 * The properties that are never part of a key: secrets, addresses, and those that say who asks or how the library works.
 */
const PRIVATE =
  /api_?key|secret|password|credential|authorization|access_?token|headers|base_?(url|path)|organization|user$|signal|callbacks|metadata|tags|configuration|^client|^options$|timeout|^model/i

/**
 * Collects what shapes a runnable's answers as plain JSON: a model's parameters, options bound to it, and for a chain a
 * digest of what LangChain serialises of it (which names secrets but never holds them).
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

/** Returns the JSON part of a value without private fields; whatever is no JSON is left out. */
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

/**
 * Makes the input of a runnable from a prompt: models and most chains take a text, a graph as a message, a chain that
 * begins with a template of one variable under that name. Messages of the format go in as they are, into a graph's
 * state as its messages. Throws `UsageError` for a template of several variables.
 */
export function inputFor(runnable: RunnableLike, format: PromptFormat): (prompt: string) => unknown {
  const put = (messages: unknown): unknown => (isGraph(runnable) ? { messages } : messages)
  if (format.messages) return (prompt) => put(JSON.parse(prompt))
  const putText = textInputFor(runnable)
  if (format !== chatDefault) return putText
  return (prompt) => {
    const messages = messagesIn(prompt)
    return messages === null ? putText(prompt) : put(messages)
  }
}

function textInputFor(runnable: RunnableLike): (prompt: string) => unknown {
  if (isGraph(runnable)) return (prompt) => ({ messages: [{ role: 'user', content: prompt }] })
  const first = (runnable['first'] as RunnableLike | undefined) ?? runnable
  const variables = first['inputVariables']
  if (!Array.isArray(variables) || variables.length === 0) return (prompt) => prompt
  if (variables.length === 1) return (prompt) => ({ [String(variables[0])]: prompt })
  throw new UsageError(
    `fromLangChain: the chain begins with a template of ${variables.length} variables (${variables.join(', ')}); ` +
      'fill all but one by its partial(), or wrap the chain in fromFunction',
  )
}

/**
 * Switches off what would falsify a measurement, in place, on the runnable and all its parts:
 * - no cache: LangChain's key has no trial index and can collide between models, so a cached model looks stable;
 * - no retries of its own: they would be made without a permit and counted nowhere. Returns what could not be set, one
 * sentence each.
 */
export function switchOffCacheAndRetries(root: RunnableLike): readonly string[] {
  const left: string[] = []
  for (const runnable of runnablesWithin(root)) {
    const name = runnable.constructor.name
    if (runnable['cache'] && !set(runnable, 'cache', undefined))
      left.push(`the cache of ${name} cannot be switched off`)
    if ('maxAttemptNumber' in runnable && !set(runnable, 'maxAttemptNumber', 1)) {
      left.push(`the retries of ${name} cannot be switched off`)
    }
    const caller = runnable['caller']
    if (typeof caller === 'object' && caller !== null && !set(caller, 'maxRetries', 0)) {
      left.push(`maxRetries of ${name} cannot be set to 0: its own retries are not counted`)
    }
  }
  return left
}

function set(target: object, property: string, value: unknown): boolean {
  try {
    Reflect.set(target, property, value)
  } catch {
    return false
  }
  return Reflect.get(target, property) === value
}
