/** What we touch of a LangChain object, by its shape: two copies of the library must not matter. */
export interface RunnableLike {
  readonly lc_runnable?: true
  readonly invoke: (input: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>
  readonly [property: string]: unknown
}

/** Whether a value is a LangChain model or runnable. */
export function isRunnable(value: unknown): value is RunnableLike {
  if (typeof value !== 'object' || value === null) return false
  const { lc_runnable: mark, invoke, lg_is_pregel: graph } = value as Record<string, unknown>
  return typeof invoke === 'function' && (mark === true || graph === true)
}

/** Whether it is a model itself and no chain around one. */
export function isModel(value: RunnableLike): boolean {
  return typeof value['_modelType'] === 'function' || typeof value['_llmType'] === 'function'
}

/** Whether it takes a list of messages: a chat model, one with options, retries or fallbacks, a chain that begins with one. */
export function takesMessages(runnable: RunnableLike): boolean {
  const { _modelType: modelType, bound, first, runnable: main } = runnable
  if (typeof modelType === 'function') return modelType.call(runnable) === 'base_chat_model'
  const inner = bound ?? first ?? main
  return isRunnable(inner) && takesMessages(inner)
}

/** Whether it is a compiled graph, whose input is an object with its messages. */
export function isGraph(runnable: RunnableLike): boolean {
  return runnable['lg_is_pregel'] === true
}

/** A runnable and all that it is made of: steps, bound models, fallbacks, delegates. Each once. */
export function runnablesWithin(root: RunnableLike): readonly RunnableLike[] {
  const found = new Set<RunnableLike>()
  function visit(value: unknown, depth: number): void {
    if (isRunnable(value)) {
      if (found.has(value)) return
      found.add(value)
      for (const property of Object.values(value)) visit(property, 0)
      // Runnables lie in lists and records of their owner, one level deep.
    } else if (depth === 0 && typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) visit(item, 1)
    }
  }
  visit(root, 0)
  return [...found]
}
