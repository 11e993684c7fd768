/** Variables that make LangChain send every prompt to a tracing service. */
const TRACING = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2']

/** Names, never values, of tracing variables that are on. */
export function tracingVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  return TRACING.filter((name) => !['', 'false', '0', undefined].includes(env[name]?.toLowerCase()))
}

/** What they do, in a sentence; `null` where none is on. */
export function tracingWarning(env: Readonly<Record<string, string | undefined>>): string | null {
  const names = tracingVariables(env)
  if (names.length === 0) return null
  const are = names.length === 1 ? 'is' : 'are'
  return `${names.join(', ')} ${are} set: LangChain models send every prompt and answer to a tracing service. Unset ${names.length === 1 ? 'it' : 'them'} if that is not wanted; the run records the names`
}
