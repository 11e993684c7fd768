/**
 * A message as text: what it says, and after it the tool calls that the endpoint lists apart from the text, as JSON, so
 * that a task of tool calls reads them like any other answer.
 */
export function toolCallText(text: string, calls: unknown): string {
  if (!Array.isArray(calls) || calls.length === 0) return text
  const listed = JSON.stringify({ tool_calls: calls.map(callOf) })
  return text.trim() === '' ? listed : `${text}\n${listed}`
}

/** Ids of calls differ from answer to answer and say nothing. */
function callOf(call: unknown): unknown {
  const { function: named, name, args } = Object(call) as Record<string, unknown>
  return named === undefined ? { name, arguments: args } : { function: named }
}
