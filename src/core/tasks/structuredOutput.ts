import { canonicalJson } from '../hash/index.ts'
import type { Reading, TaskKind } from '../words/index.ts'
import { defineTask } from './defineTask.ts'
import { findJson } from './findJson.ts'
import type { JsonProblem } from './jsonProblem.ts'
import { refusesAtOnce, soundsRefused, tidy } from './reading/index.ts'

/**
 * Answer a request with JSON that follows a schema. An answer is the value's canonical JSON; JSON that breaks the
 * schema is `schema_invalid`, which is no answer: validity and correctness are told apart.
 */
export function structuredOutput(schema: unknown, problem: JsonProblem): TaskKind {
  return defineTask({
    kind: 'structured-output',
    summary: 'Answer a request with JSON that follows a schema.',
    fields: ['request'],
    optionalFields: ['schema'],
    hasOptions: false,
    hasLabels: false,
    settings: { schema },
    check: ({ gold }) => {
      const found = findJson(gold).values
      if (found.length !== 1) return `gold ${JSON.stringify(gold)} is no JSON`
      const fault = problem(found[0])
      return fault === null ? null : `gold breaks the schema: ${fault}`
    },
    read: (text) => readJson(text, problem),
    sameAnswer: sameJson,
    score: (answer, { gold }) => (sameJson(answer, gold) ? 1 : 0),
  })
}

/** Whether two texts are the same JSON value, whatever the order of keys and the blanks. */
export function sameJson(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(text: string): string {
  try {
    return canonicalJson(JSON.parse(text))
  } catch {
    return text
  }
}

function readJson(text: string, problem: JsonProblem): Reading {
  if (tidy(text) === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const { values, broken } = findJson(text)
  const [value, ...others] = values
  if (values.length === 0) {
    if (refusesAtOnce(tidy(text)) || soundsRefused(tidy(text)))
      return { outcome: 'refused', reason: 'the text is a refusal' }
    return { outcome: 'unparseable', reason: broken ? 'the JSON is broken' : 'the text holds no JSON' }
  }
  if (others.length > 0)
    return { outcome: 'unparseable', reason: 'the text is ambiguous: it holds several JSON values' }
  const fault = problem(value)
  return fault === null
    ? { outcome: 'answered', answer: canonicalJson(value) }
    : { outcome: 'schema_invalid', reason: fault }
}
