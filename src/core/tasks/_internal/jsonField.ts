import type { Reading } from '../../types/index.ts'
import { bare } from './plainText.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Fields that hold an answer, whatever else the object holds. */
const ANSWER =
  /^(?:final[_ -]?)?(?:answer|label|relation|relationship|option|choice|letter|class|category|sentiment|topic|intent|emotion|rating|score|stars|prediction|result|output|response|verdict|classification)$/i

/** Fields that say how the request went. */
const CALL =
  /^(?:is[_ -]?)?(?:errors?|success|ok|status|valid|refus\w*|truncated|done|finished|complete|incomplete|uncertain|unknown|unclear|ambiguous|(?:un)?answer(?:able|ed)|flagged|blocked)$/i

/**
 * Returns a text that is one JSON object, fences aside, read by its answer's field or its only one; `null` if it is none.
 */
export function readJsonField(text: string, vocabulary: Vocabulary): Reading | null {
  const object = objectOf(text.replaceAll(/^[ \t]*```[^\n`]*$/gm, '').trim())
  if (object === null) return null
  const fields = Object.entries(object)
  const only = markedTrue(fields, vocabulary)
  if (only !== null) return { outcome: 'answered', answer: only }
  const named = fields.filter(([name]) => ANSWER.test(name))
  // A score in another field than the label is no second label.
  const readable = named.filter(([, value]) => typeof value === 'string' && vocabulary.whole(bare(value)).length === 1)
  const [field, ...others] = readable.length === 1 ? readable : named.length > 0 ? named : fields
  if (field === undefined || others.length > 0)
    return { outcome: 'unparseable', reason: `the JSON has no one field that holds the ${vocabulary.noun}` }
  const [name, value] = field
  const label = vocabulary.whole(name)
  if (typeof value === 'boolean' && CALL.test(name))
    return {
      outcome: 'unparseable',
      reason: `the JSON's field ${JSON.stringify(name)} speaks of the request, not of the question`,
    }
  // {"spam": true} affirms the label that is the field's name; {"spam": false} denies it.
  const answers =
    typeof value === 'string' || typeof value === 'number'
      ? vocabulary.whole(bare(String(value)))
      : typeof value === 'boolean' && label.length > 0
        ? value
          ? label
          : []
        : typeof value === 'boolean'
          ? vocabulary.whole(String(value))
          : []
  const [answer, ...more] = new Set(answers)
  if (answer === undefined || more.length > 0) {
    const shown = (JSON.stringify(value) ?? '').slice(0, 80)
    return {
      outcome: 'unparseable',
      reason: `the JSON's field ${JSON.stringify(name)} (${shown}) is no ${vocabulary.noun}`,
    }
  }
  return { outcome: 'answered', answer }
}

/** {"spam": false, "ham": true}: of fields that are all answers the only one that is true. */
function markedTrue(fields: readonly (readonly [string, unknown])[], vocabulary: Vocabulary): string | null {
  if (
    fields.length < 2 ||
    !fields.every(([name, value]) => typeof value === 'boolean' && vocabulary.whole(name).length === 1)
  )
    return null
  const [only, ...others] = fields.flatMap(([name, value]) => (value === true ? vocabulary.whole(name) : []))
  return only !== undefined && others.length === 0 ? only : null
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{') || !text.endsWith('}')) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
