import { PLACEHOLDER, optionId } from '../../tasks/question.ts'
import { inversesOf } from './inversesOf.ts'
import type { Example, Instruction, PromptParts, TaskContext } from '../../types/index.ts'

/** What a prompt has besides an instruction and an example. `inverses`: those that the ids of labels tell, by default. */
export interface PromptSurroundings extends TaskContext, Partial<Pick<PromptParts, Extra>> {}

type Extra = 'system' | 'turns' | 'documents' | 'tools' | 'demonstrations' | 'shots' | 'inverses'

/**
 * A prompt in parts. Rendered as they are, they give the text of `renderQuestion`, with the surroundings before it.
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
  const { input } = example
  if (instruction.render === undefined) return { instruction: instruction.text, input }
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
