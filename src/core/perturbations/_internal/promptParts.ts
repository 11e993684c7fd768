import { PLACEHOLDER, optionId, placeholdersIn } from '../../tasks/question.ts'
import type {
  Demonstration,
  Example,
  Instruction,
  PromptBlock,
  PromptFormat,
  PromptParts,
  TaskContext,
  Turn,
} from '../../types/index.ts'
import { letterIndex } from './paths.ts'

/**
 * A `PromptSurroundings` holds the parts of a prompt other than an instruction and an example. `inverses` default to those
 * that the ids of labels show.
 */
export interface PromptSurroundings extends TaskContext, Partial<Pick<PromptParts, Extra>> {}

type Extra = 'system' | 'turns' | 'documents' | 'tools' | 'demonstrations' | 'shots' | 'inverses'

/**
 * Takes a prompt apart. Rendered as they are, the parts give the text of `renderQuestion`, with the surroundings before it.
 * A template that decides for itself (Jinja) becomes a plain one where that gives the same text, else one single input
 * field `rendered`, so that its text can still be perturbed.
 */
export function partsOf(instruction: Instruction, example: Example, surroundings: PromptSurroundings): PromptParts {
  const { labels, demonstrations = [], inverses = inversesOf(labels) } = surroundings
  const options = example.options ?? []
  return {
    system: surroundings.system ?? '',
    turns: surroundings.turns ?? [],
    documents: surroundings.documents ?? [],
    tools: surroundings.tools ?? [],
    demonstrations,
    shots: Math.min(surroundings.shots ?? demonstrations.length, demonstrations.length),
    ...templateOf(instruction, example, { labels }),
    translations: instruction.translations ?? {},
    options,
    optionOrder: options.map((_, index) => index),
    optionIds: options.map((_, index) => optionId(index)),
    optionStyle: instruction.options,
    labels,
    labelSeparator: ', ',
    inverses,
    gold: example.gold,
    layout: ['system', 'tools', 'turns', 'documents', 'demonstrations', 'question'],
  }
}

function templateOf(
  instruction: Instruction,
  example: Example,
  context: TaskContext,
): Pick<PromptParts, 'instruction' | 'input'> {
  const { input, optional } = example
  if (instruction.render === undefined) {
    // What this instruction does not show is no part of its prompt, so that no perturbation spends its edits there.
    const shown = Object.entries(optional ?? {}).filter(([name]) => placeholdersIn(instruction.text).includes(name))
    return {
      instruction: instruction.text,
      input: shown.length === 0 ? input : { ...Object.fromEntries(shown), ...input },
    }
  }
  const text = instruction.render(example, context)
  const names = Object.fromEntries(Object.keys(input).map((name) => [name, `{${name}}`]))
  const template = instruction.render({ ...example, input: names }, context)
  const filled = template.replaceAll(PLACEHOLDER, (whole: string, name: string) =>
    Object.hasOwn(input, name) ? (input[name] ?? whole) : whole,
  )
  const open = [...template.matchAll(PLACEHOLDER)].some(([, name = '']) => !Object.hasOwn(input, name))
  if (filled === text && !open) return { instruction: template, input }
  return { instruction: '{rendered}', input: { ...input, rendered: text } }
}

/**
 * Returns label id -> its inverse, from directed ids as SemEval-2010 Task 8 has them: `Cause-Effect(e1,e2)` and
 * `Cause-Effect(e2,e1)`. A label without a direction is left out: its inverse must be declared. `null` where there is none.
 */
export function inversesOf(labels: Readonly<Record<string, string>> | null): Readonly<Record<string, string>> | null {
  const ids = Object.keys(labels ?? {})
  const pairs = ids.flatMap((id) => {
    const inverse = id.replace(/\((e1|e2),(e1|e2)\)$/, '($2,$1)')
    return inverse !== id && ids.includes(inverse) ? [[id, inverse] as const] : []
  })
  return pairs.length === 0 ? null : Object.fromEntries(pairs)
}

/**
 * Renders the final prompt under a release's prompt format. The system text and earlier turns go where the format has a
 * place for them (turns only if they alternate and end with an answer); otherwise they are part of the one text, before
 * the question. Documents, tools and demonstrations always are.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * const { parts } = variantPrompts(task).promptOf(task.examples[0]!.id, task.canonical) as VariantPrompt
 * renderPrompt(parts, plain).split('\n')[0] // => 'Answer the question with yes or no.'
 */
export function renderPrompt(parts: PromptParts, format: PromptFormat): string {
  const { system, turns } = parts
  const apart = turns.length > 0 && alternate(turns)
  const { renderChat, renderTurns } = format
  if (renderChat !== undefined && (system !== '' || apart)) {
    const question = renderParts({ ...parts, system: '', turns: apart ? [] : turns })
    return renderChat({ ...(system !== '' && { system }), ...(apart && { turns }), question })
  }
  if (renderTurns === undefined || !apart) return format.render(renderParts(parts))
  return renderTurns([...turns, { role: 'user', text: renderParts({ ...parts, turns: [] }) }])
}

function alternate(turns: readonly Turn[]): boolean {
  return turns.length % 2 === 0 && turns.every(({ role }, at) => role === (at % 2 === 0 ? 'user' : 'assistant'))
}

/**
 * Renders the prompt as one text: its blocks in the order of the layout, a blank line between them. `renderPrompt` takes
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

/** Fills the template in one pass, as `renderQuestion` does: braces inside inputs mean nothing. */
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

/**
 * Writes a demonstration's answer as a model should: label words, an option's id (its text if none is shown), or itself.
 */
function answerWords(parts: PromptParts, { answer, options = [] }: Demonstration): string {
  if (options.length > 0) {
    const place = letterIndex(answer)
    return (parts.optionStyle.item.includes('{id}') ? parts.optionIds[place] : options[place]) ?? answer
  }
  return parts.labels !== null && Object.hasOwn(parts.labels, answer) ? (parts.labels[answer] ?? answer) : answer
}
