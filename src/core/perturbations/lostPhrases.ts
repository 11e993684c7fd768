import { placeholdersIn } from '../tasks/placeholders.ts'
import type { PromptPart, PromptParts } from '../words/index.ts'
import { ENTITY_FIELDS, protectedPhrases } from './prompt/protectedSpans.ts'

/**
 * What must not be touched and was: placeholders of the template, mentions and label words in any text, the fields that
 * name entities, the options and their ids. Counted in the texts, without a look at the edits. One description each.
 */
export function lostPhrases(
  before: PromptParts,
  after: PromptParts,
  touches: readonly PromptPart[],
): readonly string[] {
  const lost: string[] = []
  const kept = placeholdersIn(after.instruction)
  for (const name of placeholdersIn(before.instruction)) if (!kept.includes(name)) lost.push(`placeholder {${name}}`)
  if (!touches.includes('entities')) {
    for (const name of Object.keys(before.input).filter((field) => ENTITY_FIELDS.has(field))) {
      if (after.input[name] !== before.input[name]) lost.push(`mention ${name}`)
    }
  }
  if (before.options.toSorted().join('\n') !== after.options.toSorted().join('\n')) lost.push('options')
  if (!touches.includes('optionIds') && before.optionIds.join() !== after.optionIds.join()) lost.push('ids of options')
  const [old, now] = [textsOf(before), textsOf(after)]
  for (const phrase of protectedPhrases(before, touches)) {
    if (count(now, phrase) < count(old, phrase)) lost.push(`text ${JSON.stringify(phrase)}`)
  }
  return lost
}

/** All texts in words, one under the other, in small letters with single blanks. */
function textsOf({ system, turns, documents, instruction, input, demonstrations }: PromptParts): string {
  const texts = [
    system,
    instruction,
    ...turns.map(({ text }) => text),
    ...documents.map(({ text }) => text),
    ...Object.values(input),
    ...demonstrations.flatMap((shown) => Object.values(shown.input)),
  ]
  return texts.join('\n').toLowerCase().replaceAll(/\s+/g, ' ')
}

/** How often a phrase stands in a text as whole words. */
function count(text: string, phrase: string): number {
  const words = phrase.toLowerCase().replaceAll(/\s+/g, ' ')
  let found = 0
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const [left, right] = [text.slice(Math.max(0, at - 2), at), text.slice(at + words.length, at + words.length + 2)]
    if (!/[\p{L}\p{N}]$/u.test(left) && !/^[\p{L}\p{N}]/u.test(right)) found += 1
  }
  return found
}
