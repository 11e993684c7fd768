import { COMPUTED, placeholdersIn } from '../../tasks/question.ts'
import { ENTITY_FIELDS } from './protectedSpans.ts'

/** A line of a template, with its place and its purpose. */
export interface TemplateLine {
  readonly start: number
  /** The offset before the line break. */
  readonly end: number
  readonly text: string
  /** `input`: shows fields of the example; `cue`: "Answer:" at the end; `directive`: says what to do. */
  readonly role: 'directive' | 'input' | 'cue'
}

/** Returns the lines of a template that are not blank. */
export function templateLines(template: string): readonly TemplateLine[] {
  let start = 0
  const lines = template.split('\n').flatMap((text) => {
    const line = { start, end: start + text.length, text }
    start += text.length + 1
    return text.trim() === '' ? [] : [line]
  })
  return lines.map((line, index) => {
    const { text } = line
    const role = isInput(text) ? 'input' : index === lines.length - 1 && isCue(text) ? 'cue' : 'directive'
    return { start: line.start, end: line.end, text, role }
  })
}

/** Lists the fields of the example that a template shows as its input: no mentions, nothing computed. */
export function inputFieldsIn(template: string): readonly string[] {
  return placeholdersIn(template).filter((name) => !ENTITY_FIELDS.has(name) && !COMPUTED.includes(name))
}

/** Returns the offset at which a sentence can be added after the instruction: before the cue, else at the end. */
export function endBeforeCue(template: string): number {
  const lines = templateLines(template)
  const last = lines.at(-1)
  return last?.role === 'cue' && lines.length > 1 ? (lines.at(-2)?.end ?? template.length) : template.length
}

/**
 * Says whether a line consists of placeholders with hardly a word around them: "Passage: {passage}", "{question}
 * {options}".
 */
function isInput(text: string): boolean {
  const shown = placeholdersIn(text).filter((name) => !ENTITY_FIELDS.has(name) && name !== 'labels')
  const words = text.replaceAll(/\{\w+\}/g, ' ').match(/\p{L}+/gu) ?? []
  return shown.length > 0 && words.length <= 2 * shown.length
}

function isCue(text: string): boolean {
  return placeholdersIn(text).length === 0 && /[:=]\s*$/.test(text) && text.trim().split(/\s+/).length <= 4
}
