import { canonicalJson } from '../hash/index.ts'
import type { Reading, TaskKind } from '../words/index.ts'
import { defineTask } from './defineTask.ts'
import { findJson } from './findJson.ts'
import type { JsonProblem } from './jsonProblem.ts'
import { refusesAtOnce, tidy } from './reading/index.ts'
import { sameJson } from './structuredOutput.ts'
import { toolCallsIn } from './toolCallsIn.ts'

/** The check of a tool's arguments; `undefined` where there is no such tool. */
type ToolProblem = (tool: string) => JsonProblem | undefined

/**
 * Call the right tool with the right arguments. An answer is the canonical JSON of a list of `{ name, arguments }` in
 * the order of the calls; an empty list says that no tool is called. A call of a tool that is not offered, or whose
 * arguments break its schema, is `schema_invalid`.
 */
export function toolCalls(tools: unknown, problemOf: ToolProblem): TaskKind {
  return defineTask({
    kind: 'tool-calls',
    summary: 'Call the right tool with the right arguments.',
    fields: ['request'],
    optionalFields: ['tools'],
    hasOptions: false,
    hasLabels: false,
    settings: { tools },
    check: ({ gold }) => {
      const reading = readCalls(gold, problemOf)
      return reading.outcome === 'answered' ? null : `gold ${JSON.stringify(gold)}: ${reading.reason}`
    },
    read: (text) => readCalls(text, problemOf),
    sameAnswer: sameCalls,
    score: (answer, { gold }) => (sameCalls(answer, gold) ? 1 : 0),
  })
}

/** The names of the tools that an answer calls, in order: what is left of it when arguments are left out. */
export function toolNames(answer: string): string {
  const calls = toolCallsIn(findJson(answer).values)
  return JSON.stringify(calls?.map(({ name }) => name) ?? answer)
}

function sameCalls(a: string, b: string): boolean {
  return sameJson(canonicalCalls(a), canonicalCalls(b))
}

function canonicalCalls(text: string): string {
  const calls = toolCallsIn(findJson(text).values)
  return calls === null ? text : canonicalJson(calls)
}

function readCalls(text: string, problemOf: ToolProblem): Reading {
  if (tidy(text) === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const { values, broken } = findJson(text)
  const calls = toolCallsIn(values)
  if (calls === null) {
    if (refusesAtOnce(tidy(text))) return { outcome: 'refused', reason: 'the text is a refusal' }
    return { outcome: 'unparseable', reason: broken ? 'the JSON is broken' : 'the text calls no tool' }
  }
  for (const { name, arguments: given } of calls) {
    const problem = problemOf(name)
    if (problem === undefined) return { outcome: 'schema_invalid', reason: `there is no tool ${JSON.stringify(name)}` }
    const fault = problem(given)
    if (fault !== null) return { outcome: 'schema_invalid', reason: `${name}: ${fault}` }
  }
  return { outcome: 'answered', answer: canonicalJson(calls) }
}
