import type { Reading, TaskKind, ToolDescription } from '../types/index.ts'
import { defineTask } from './defineTask.ts'
import type { JsonProblem } from './json.ts'
import { exactText, findJson, isPlainList, parseExact, rounded } from './json.ts'
import { refusesAtOnce } from './_internal/denial.ts'
import { separateReasoning, tidy } from './_internal/plainText.ts'
import { sameJson } from './structuredOutput.ts'

const ARGUMENTS = ['arguments', 'parameters', 'args', 'input'] as const

/** Fields that a call without arguments may have. */
const CALL_FIELDS: ReadonlySet<string> = new Set(['name', 'tool', 'type', 'id', 'index'])

/** The check of a tool's arguments; `undefined` where there is no such tool. */
type ToolProblem = (tool: string) => JsonProblem | undefined

/**
 * The model calls the right tool with the right arguments. An answer is the canonical JSON of a list of `{ name, arguments
 * }` in the order of the calls; an empty list says that no tool is called. A call of a tool that is not offered, or whose
 * arguments break its schema, is `schema_invalid`. A text is read in this order:
 * 1. The calls that the endpoint lists apart from the text, if there are any: the text apart from them is prose.
 * 2. Reasoning is taken off; where it never ends there is no answer.
 * 3. The calls in the text's JSON (`findJson`). Where some of that JSON is no call, there is no answer.
 * 4. A text that declines at once is refused.
 * 5. A text without a call calls no tool, which is an answer: `[]`. It is none where it seems to call a tool in a way that
 *    is not read (broken JSON, `find(city="Rome")`, a call's tags), or was cut before a call could come.
 */
export function toolCalls(tools: unknown, problemOf: ToolProblem): TaskKind {
  return defineTask({
    kind: 'tool-calls',
    reader: '3',
    summary: 'Call the right tool with the right arguments.',
    fields: ['request'],
    optionalFields: ['tools'],
    hasOptions: false,
    hasLabels: false,
    settings: { tools },
    form: { tools: toolDescriptions(tools) },
    check: ({ gold }) => {
      const reading = readCalls(gold, problemOf)
      return reading.outcome === 'answered' ? null : `gold ${JSON.stringify(gold)}: ${reading.reason}`
    },
    read: (text, _example, { cut }) => readCalls(text, problemOf, cut),
    sameAnswer: sameCalls,
    score: (answer, { gold }) => (sameCalls(answer, gold) ? 1 : 0),
  })
}

/** Returns the tools of a file in one form: chat endpoints wrap each in `{ type, function }`. */
function toolDescriptions(tools: unknown): readonly ToolDescription[] {
  if (!Array.isArray(tools)) return []
  return tools.flatMap((tool: unknown) => {
    const { name, description, parameters, strict } = Object(
      isObject(tool) ? (tool['function'] ?? tool) : {},
    ) as Partial<Record<keyof ToolDescription, unknown>>
    if (typeof name !== 'string') return []
    return [
      {
        name,
        ...(typeof description === 'string' ? { description } : {}),
        ...(parameters === undefined ? {} : { parameters }),
        ...(typeof strict === 'boolean' ? { strict } : {}),
      },
    ]
  })
}

/** Returns the names of the tools that an answer calls, in order: what is left of it when arguments are left out. */
export function toolNames(answer: string): string {
  const calls = toolCallsIn(findJson(answer).values)
  return JSON.stringify(calls?.map(({ name }) => name) ?? answer)
}

function sameCalls(a: string, b: string): boolean {
  return sameJson(canonicalCalls(a), canonicalCalls(b))
}

function canonicalCalls(text: string): string {
  const calls = toolCallsIn(findJson(text).values)
  return calls === null ? text : exactText(calls)
}

function readCalls(text: string, problemOf: ToolProblem, cut = false): Reading {
  const listed = listedCalls(text)
  if (listed !== null) return checked(listed, problemOf)
  if (separateReasoning(text).unfinished)
    return { outcome: 'unparseable', reason: 'the reasoning never ends, so no answer follows it' }
  const plain = tidy(text)
  if (plain === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const { values, broken } = findJson(text)
  if (cut && broken) return { outcome: 'unparseable', reason: 'the JSON never ends' }
  const calls = toolCallsIn(values)
  if (calls !== null) return checked(calls, problemOf)
  if (refusesAtOnce(plain)) return { outcome: 'refused', reason: 'the text is a refusal' }
  if (broken) return { outcome: 'unparseable', reason: 'the JSON is broken' }
  if (!values.every(isPlainList)) return { outcome: 'unparseable', reason: 'the JSON of the text is no call of a tool' }
  const other = otherCall(plain, problemOf)
  if (other !== null)
    return { outcome: 'unparseable', reason: `the text seems to call a tool in another form: ${other}` }
  if (cut) return { outcome: 'unparseable', reason: 'the text calls no tool so far' }
  return { outcome: 'answered', answer: '[]' }
}

/**
 * Returns the calls that stand apart from the text, as `toolCallText` writes them into its last line; `null` without any.
 */
function listedCalls(text: string): readonly ToolCall[] | null {
  const line = text.slice(text.lastIndexOf('\n') + 1)
  if (!line.startsWith('{"tool_calls":[')) return null
  return toolCallsIn(findJson(line).values)
}

/**
 * Finds what looks like a call and is no JSON: the tags of several model families, or an offered tool's name with a
 * bracket.
 */
function otherCall(text: string, problemOf: ToolProblem): string | null {
  const tag =
    /<\/?(?:tool_call|function(?:_call)?|invoke|tool_use)\b|\[TOOL_CALLS\]|<\|python_tag\|>|\bto=functions\./iu.exec(
      text,
    )
  if (tag !== null) return tag[0]
  const named = [...text.matchAll(/(?<![\w.])([A-Za-z_][\w.-]{0,63})\(/gu)].slice(0, 50)
  return named.map(({ 1: name = '' }) => name).find((name) => problemOf(name) !== undefined) ?? null
}

function checked(calls: readonly ToolCall[], problemOf: ToolProblem): Reading {
  for (const { name, arguments: given } of calls) {
    const problem = problemOf(name)
    if (problem === undefined) return { outcome: 'schema_invalid', reason: `there is no tool ${JSON.stringify(name)}` }
    const fault = problem(rounded(given))
    if (fault !== null) return { outcome: 'schema_invalid', reason: `${name}: ${fault}` }
  }
  return { outcome: 'answered', answer: exactText(calls) }
}

/** One call of a tool. */
interface ToolCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/**
 * Returns the calls among JSON values, as models and endpoints write them: `{ name, arguments }` alone, several of them or
 * in a list, below `function`, or in a list `tool_calls`; arguments as an object or as its JSON. `null` where a value is no
 * call: half of an answer is none.
 */
function toolCallsIn(values: readonly unknown[]): readonly ToolCall[] | null {
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
  if (key === undefined && Object.keys(called).some((field) => !CALL_FIELDS.has(field))) return null
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
