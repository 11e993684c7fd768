import type { Reading, TaskKind } from '../types/index.ts'
import { defineTask } from './defineTask.ts'
import type { JsonProblem } from './json.ts'
import { exactText, findJson, parseExact, rounded } from './json.ts'
import { refusesAtOnce, soundsRefused } from './_internal/denial.ts'
import { separateReasoning, tidy } from './_internal/plainText.ts'

/**
 * The model answers a request with JSON that follows a schema. An answer is the value's canonical JSON, every number with
 * all its digits; JSON that breaks the schema is `schema_invalid`, which is no answer: validity is one thing, correctness
 * another. A text is read in this order:
 * 1. Reasoning is taken off; where it never ends there is no answer.
 * 2. The JSON of the text (`findJson`: the whole text, else its code fences, else what stands in prose).
 * 3. Of several values the only one that follows the schema. Where several do, or none does, there is no answer.
 * 4. Without JSON the text is a refusal or unparseable. So is JSON that never ends, in a text that was cut too.
 */
export function structuredOutput(schema: unknown, problem: JsonProblem): TaskKind {
  return defineTask({
    kind: 'structured-output',
    reader: '2',
    summary: 'Answer a request with JSON that follows a schema.',
    fields: ['request'],
    optionalFields: ['schema'],
    hasOptions: false,
    hasLabels: false,
    settings: { schema },
    form: { schema },
    check: ({ gold }) => {
      const found = findJson(gold).values
      if (found.length !== 1) return `gold ${JSON.stringify(gold)} is no JSON`
      const fault = problem(rounded(found[0]))
      return fault === null ? null : `gold breaks the schema: ${fault}`
    },
    read: (text) => readJson(text, problem),
    sameAnswer: sameJson,
    score: (answer, { gold }) => (sameJson(answer, gold) ? 1 : 0),
  })
}

/**
 * True of two texts that are the same JSON value, whatever the order of keys and the blanks. Numbers count to the last
 * digit.
 */
export function sameJson(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(text: string): string {
  try {
    return exactText(parseExact(text))
  } catch {
    return text
  }
}

function readJson(text: string, problem: JsonProblem): Reading {
  if (separateReasoning(text).unfinished)
    return { outcome: 'unparseable', reason: 'the reasoning never ends, so no answer follows it' }
  if (tidy(text) === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const { values, broken } = findJson(text)
  const valid = values.length > 1 ? values.filter((value) => problem(rounded(value)) === null) : values
  const [value, ...others] = valid.length === 1 ? valid : values
  if (values.length === 0) {
    if (refusesAtOnce(tidy(text)) || soundsRefused(tidy(text)))
      return { outcome: 'refused', reason: 'the text is a refusal' }
    return { outcome: 'unparseable', reason: broken ? 'the JSON is broken' : 'the text holds no JSON' }
  }
  if (others.length > 0)
    return { outcome: 'unparseable', reason: 'the text is ambiguous: it holds several JSON values' }
  const fault = problem(rounded(value))
  return fault === null
    ? { outcome: 'answered', answer: exactText(value) }
    : { outcome: 'schema_invalid', reason: fault }
}
