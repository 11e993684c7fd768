import { parseExact } from './exactJson.ts'

/** One call of a tool. */
export interface ToolCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

const ARGUMENTS = ['arguments', 'parameters', 'args', 'input'] as const

/** Fields of a call without arguments. */
const BESIDES: ReadonlySet<string> = new Set(['name', 'tool', 'type', 'id', 'index'])

/**
 * The calls among JSON values, as models and endpoints write them: `{ name, arguments }` alone, several of them or in a
 * list, below `function`, or in a list `tool_calls`; arguments as an object or as its JSON. `null` where a value is no
 * call: half of an answer is none.
 */
export function toolCallsIn(values: readonly unknown[]): readonly ToolCall[] | null {
  if (values.length === 0) return null
  const calls: ToolCall[] = []
  for (const value of values.flatMap(unwrapped)) {
    const call = callOf(value)
    if (call === null) return null
    calls.push(call)
  }
  return calls
}

function unwrapped(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  const listed = isObject(value) ? value['tool_calls'] : undefined
  return Array.isArray(listed) ? listed : [value]
}

function callOf(value: unknown): ToolCall | null {
  if (!isObject(value)) return null
  const called = isObject(value['function']) ? value['function'] : value
  const name = called['name'] ?? called['tool']
  if (typeof name !== 'string' || name === '') return null
  const key = ARGUMENTS.find((candidate) => Object.hasOwn(called, candidate))
  // An object with a name and other fields is a thing that has a name, and no call.
  if (key === undefined && Object.keys(called).some((field) => !BESIDES.has(field))) return null
  const given = key === undefined ? {} : objectOf(called[key])
  return given === null ? null : { name, arguments: given }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | null {
  // A call without arguments has an empty text or `null` where others have JSON.
  if (value === null || value === '') return {}
  if (typeof value !== 'string') return isObject(value) ? value : null
  try {
    const read: unknown = parseExact(value)
    return isObject(read) ? read : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
