import type { PromptParts, Replacement } from '../../types/index.ts'
import { insert } from '../kit.ts'
import { pathOf } from '../prompt/paths.ts'
import { ENTITY_FIELDS } from '../prompt/protectedSpans.ts'
import { endBeforeCue, inputFieldsIn, templateLines } from '../prompt/templateLines.ts'

/** A sentence before the instruction: on its line where that line says what to do, else on a line of its own. */
export function sayFirst({ instruction }: PromptParts, sentence: string): Replacement {
  const first = templateLines(instruction)[0]
  return insert('instruction', 0, `${sentence}${first?.role === 'directive' ? ' ' : '\n'}`)
}

/** A sentence on a line of its own after the instruction, before a cue such as "Answer:". */
export function sayLast({ instruction }: PromptParts, sentence: string): Replacement {
  return insert('instruction', endBeforeCue(instruction), `\n${sentence}`)
}

/** The text that a prompt is about: the longest input field that its instruction shows; `null` where all are empty. */
export function mainInput({
  instruction,
  input,
}: PromptParts): { readonly part: string; readonly text: string } | null {
  const shown = inputFieldsIn(instruction).filter((name) => Object.hasOwn(input, name) && !ENTITY_FIELDS.has(name))
  const [name] = shown.toSorted((a, b) => (input[b] ?? '').length - (input[a] ?? '').length)
  const text = name === undefined ? '' : (input[name] ?? '')
  return name === undefined || text.trim() === '' ? null : { part: pathOf('input', name), text }
}

/** A sentence before the main input; none where there is no such input. */
export function beforeInput(parts: PromptParts, sentence: string): readonly Replacement[] {
  const main = mainInput(parts)
  return main === null ? [] : [insert(main.part, 0, `${sentence} `)]
}

/** A sentence after the main input; none where there is no such input. */
export function afterInput(parts: PromptParts, sentence: string): readonly Replacement[] {
  const main = mainInput(parts)
  return main === null ? [] : [insert(main.part, main.text.length, ` ${sentence}`)]
}
