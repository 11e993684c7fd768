import type { PromptParts, Replacement } from '../../types/index.ts'
import { insert } from './kit.ts'
import { pathOf } from './paths.ts'
import { ENTITY_FIELDS } from './protectedSpans.ts'
import { endBeforeCue, inputFieldsIn, templateLines } from './templateLines.ts'
import { IRRELEVANT } from './lists/irrelevant.ts'

/** Puts a sentence before the instruction: on its line where that line says what to do, else on a line of its own. */
export function sayFirst({ instruction }: PromptParts, sentence: string): Replacement {
  const first = templateLines(instruction)[0]
  return insert('instruction', 0, `${sentence}${first?.role === 'directive' ? ' ' : '\n'}`)
}

/** Puts a sentence on a line of its own after the instruction, before a cue such as "Answer:". */
export function sayLast({ instruction }: PromptParts, sentence: string): Replacement {
  return insert('instruction', endBeforeCue(instruction), `\n${sentence}`)
}

/**
 * Finds the text that a prompt is about: the longest input field that its instruction shows; `null` where all are empty.
 */
export function mainInput({
  instruction,
  input,
}: PromptParts): { readonly part: string; readonly text: string } | null {
  const shown = inputFieldsIn(instruction).filter((name) => Object.hasOwn(input, name) && !ENTITY_FIELDS.has(name))
  const [name] = shown.toSorted((a, b) => (input[b] ?? '').length - (input[a] ?? '').length)
  const text = name === undefined ? '' : (input[name] ?? '')
  return name === undefined || text.trim() === '' ? null : { part: pathOf('input', name), text }
}

/** Puts a sentence before the main input; none where there is no such input. */
export function beforeInput(parts: PromptParts, sentence: string): readonly Replacement[] {
  const main = mainInput(parts)
  return main === null ? [] : [insert(main.part, 0, `${sentence} `)]
}

/** Puts a sentence after the main input; none where there is no such input. */
export function afterInput(parts: PromptParts, sentence: string): readonly Replacement[] {
  const main = mainInput(parts)
  return main === null ? [] : [insert(main.part, main.text.length, ` ${sentence}`)]
}

/** Chooses irrelevant sentences that share no word of four letters or more with the prompt's own texts or its answer. */
export function irrelevantSentences({ instruction, input, options, labels, gold }: PromptParts): readonly string[] {
  const texts = [instruction, ...Object.values(input), ...options, ...Object.values(labels ?? {}), gold ?? '']
  const taken = new Set(texts.flatMap(wordsIn))
  return IRRELEVANT.filter((sentence) => !wordsIn(sentence).some((word) => taken.has(word)))
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]{4,}/g) ?? []
}

/** Names the kind of exercise that a prompt is, in words. */
export function expertise({ labels, options, input }: PromptParts): string {
  if (labels !== null) return Object.hasOwn(input, 'head') ? 'relation classification' : 'text classification'
  return options.length > 0 ? 'multiple-choice questions' : 'reading comprehension'
}
