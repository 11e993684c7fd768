import { nameHint } from '../text/index.ts'
import type { Example, TaskContext, TaskKind } from '../types/index.ts'
import { COMPUTED } from './question.ts'
import { fold } from './_internal/vocabulary.ts'

/**
 * Says what is wrong with an example of a kind, or `null`: its fields, its options, what the kind checks itself, and
 * that its gold answer, given by a model word for word, would be read and scored as right.
 */
export function checkExample(kind: TaskKind, example: Example, context: TaskContext): string | null {
  const allowed = [...kind.fields, ...kind.optionalFields.filter((name) => !COMPUTED.includes(name))]
  const unknown = Object.keys(example.input).find((name) => !allowed.includes(name))
  if (unknown !== undefined) {
    return `${kind.kind} knows no input field ${JSON.stringify(unknown)}${nameHint(unknown, allowed)}`
  }
  const missing = kind.fields.find((name) => !Object.hasOwn(example.input, name))
  if (missing !== undefined) return `input field ${JSON.stringify(missing)} is missing`
  const empty = Object.entries(example.input).find(([, text]) => text.trim() === '')
  if (empty !== undefined) return `input field ${JSON.stringify(empty[0])} is empty`
  if (kind.hasOptions !== (example.options !== undefined)) {
    return kind.hasOptions ? `${kind.kind} needs "options"` : `${kind.kind} takes no "options"`
  }
  return kind.check(example, context) ?? checkGold(kind, example, context)
}

function checkGold(kind: TaskKind, example: Example, context: TaskContext): string | null {
  const reading = kind.read(example.gold, example, context)
  if (reading.outcome !== 'answered') {
    return `gold ${JSON.stringify(example.gold)} does not read back as an answer: ${reading.reason}`
  }
  if (kind.score(reading.answer, example) === 1 && kind.sameAnswer(reading.answer, example.gold)) return null
  return `gold ${JSON.stringify(example.gold)} reads back as ${JSON.stringify(reading.answer)}, which is not the same answer`
}

/** Says what is wrong with a label set for a kind, or `null`. Two labels must never be readable as each other. */
export function checkLabels(kind: TaskKind, labels: Readonly<Record<string, string>> | null): string | null {
  if (!kind.hasLabels) return labels === null ? null : `${kind.kind} takes no labels: remove them`
  if (labels === null) return `${kind.kind} needs "labels": label id -> label words`
  const entries = Object.entries(labels)
  if (entries.length < 2)
    return `${kind.kind} needs at least 2 labels, there ${entries.length === 1 ? 'is 1' : 'are 0'}`
  const owner = new Map<string, string>()
  for (const [id, words] of entries) {
    for (const phrase of [id, words]) {
      const key = fold(phrase)
      if (key === '') return `label ${JSON.stringify(id)} has no words`
      const other = owner.get(key)
      if (other !== undefined && other !== id) {
        return `labels ${JSON.stringify(other)} and ${JSON.stringify(id)} can't be told apart: both are named ${JSON.stringify(phrase)}`
      }
      owner.set(key, id)
    }
  }
  return null
}
