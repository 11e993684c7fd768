import { UsageError, type PromptFormat } from '../../core/types/index.ts'
import { chatDefault, messagesIn } from '../formats/chatDefault.ts'
import { isGraph, type RunnableLike } from './runnable.ts'

/**
 * How a runnable takes a prompt: models and most chains as a text, a graph as a message, a chain that begins with a
 * template of one variable under that name. Messages of the format go in as they are, into a graph's state as its
 * messages. Throws `UsageError` for a template of several variables.
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
