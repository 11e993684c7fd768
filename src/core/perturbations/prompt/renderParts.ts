import { PLACEHOLDER, optionId } from '../../tasks/question.ts'
import type { Demonstration, PromptBlock, PromptParts } from '../../types/index.ts'
import { letterIndex } from './letterIndex.ts'

/**
 * The prompt as one text: its blocks in the order of the layout, a blank line between them. `renderPrompt` takes
 * `system` and `turns` out where a format has a place for them.
 */
export function renderParts(parts: PromptParts): string {
  return parts.layout
    .map((block) => BLOCKS[block](parts))
    .filter((text) => text !== '')
    .join('\n\n')
}

const BLOCKS: Readonly<Record<PromptBlock, (parts: PromptParts) => string>> = {
  system: ({ system }) => system,
  turns: ({ turns }) => turns.map(({ role, text }) => `${role === 'user' ? 'User' : 'Assistant'}: ${text}`).join('\n'),
  tools: ({ tools }) => tools.map((tool) => JSON.stringify(tool)).join('\n'),
  documents: ({ documents }) => documents.map(({ id, text }) => `[${id}] ${text}`).join('\n\n'),
  demonstrations: (parts) =>
    parts.demonstrations
      .slice(0, parts.shots)
      .map((shown) => `${fill(parts, shown.input, shown.options ?? [])}\n${answerWords(parts, shown)}`)
      .join('\n\n'),
  question: (parts) => fill(parts, parts.input, parts.options),
}

/** One pass over the template, as `renderQuestion` does: braces inside inputs mean nothing. */
function fill(parts: PromptParts, input: Readonly<Record<string, string>>, options: readonly string[]): string {
  return parts.instruction.replaceAll(PLACEHOLDER, (whole: string, name: string) => {
    if (name === 'labels' && parts.labels !== null) return Object.values(parts.labels).join(parts.labelSeparator)
    if (name === 'options' && options.length > 0) return optionList(parts, options)
    return Object.hasOwn(input, name) ? (input[name] ?? whole) : whole
  })
}

function optionList({ optionIds, optionStyle }: PromptParts, options: readonly string[]): string {
  return options
    .map((text, index) =>
      optionStyle.item.replaceAll(/\{(id|text)\}/g, (_, name) =>
        name === 'id' ? (optionIds[index] ?? optionId(index)) : text,
      ),
    )
    .join(optionStyle.separator)
}

/** A demonstration's answer as a model should write it: label words, an option's id (its text if none is shown), or itself. */
function answerWords(parts: PromptParts, { answer, options = [] }: Demonstration): string {
  if (options.length > 0) {
    const place = letterIndex(answer)
    return (parts.optionStyle.item.includes('{id}') ? parts.optionIds[place] : options[place]) ?? answer
  }
  return parts.labels !== null && Object.hasOwn(parts.labels, answer) ? (parts.labels[answer] ?? answer) : answer
}
