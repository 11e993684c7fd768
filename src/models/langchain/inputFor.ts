import { UsageError } from '../../core/words/index.ts'
import type { RunnableLike } from './runnable.ts'

/**
 * How a runnable takes a prompt: models and most chains as a text, a graph as a message, a chain that begins with a
 * template of one variable under that name. Throws `UsageError` for a template of several.
 */
export function inputFor(runnable: RunnableLike): (prompt: string) => unknown {
  if (runnable['lg_is_pregel'] === true) return (prompt) => ({ messages: [{ role: 'user', content: prompt }] })
  const first = (runnable['first'] as RunnableLike | undefined) ?? runnable
  const variables = first['inputVariables']
  if (!Array.isArray(variables) || variables.length === 0) return (prompt) => prompt
  if (variables.length === 1) return (prompt) => ({ [String(variables[0])]: prompt })
  throw new UsageError(
    `fromLangChain: the chain begins with a template of ${variables.length} variables (${variables.join(', ')}); ` +
      'fill all but one by its partial(), or wrap the chain in fromFunction',
  )
}
