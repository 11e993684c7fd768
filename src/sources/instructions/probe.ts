import { optionId, renderQuestion } from '../../core/tasks/index.ts'
import type { Example, Instruction, TaskKind } from '../../core/types/index.ts'
import { Refused } from '../datasets/refused.ts'
import { checkRendered } from '../checkInstruction.ts'

const WORDS = ['amber', 'basil', 'cedar', 'dune', 'ember', 'fjord', 'grove', 'heath']

/** Made-up examples of a kind that differ in their gold answer alone: what a template shows of one it must show of the other. */
export function probes(kind: TaskKind, options: number, passage: boolean, salt = ''): readonly [Example, Example] {
  const names = [...kind.fields, ...(passage && kind.optionalFields.includes('passage') ? ['passage'] : [])]
  const input = Object.fromEntries([...new Set(names)].map((name) => [name, `${name} ${salt}quince`]))
  const texts = WORDS.slice(0, options).map((word) => `${word}${salt}`)
  const golds = kind.hasOptions
    ? [optionId(0), optionId(options - 1)]
    : kind.kind === 'boolean-qa'
      ? ['yes', 'no']
      : [`${salt}walrus`, `${salt}otter`]
  const [first = '', second = ''] = golds
  const rest = kind.hasOptions ? { options: texts } : {}
  return [
    { id: 'probe', group: 'probe', input, gold: first, ...rest },
    { id: 'probe', group: 'probe', input, gold: second, ...rest },
  ]
}

/**
 * Throws `Refused` unless a renderer asks for the task: it shows every field (and option) of a made-up example, and says
 * the same whichever the right answer is.
 */
export function checkAsks(
  kind: TaskKind,
  render: (example: Example) => string,
  pair: readonly [Example, Example],
): void {
  const [first, second] = pair
  const question = render(first)
  if (question.trim() === '') throw new Refused('renders to nothing')
  const fault = checkRendered({ render } as unknown as Instruction, first, { labels: null })
  if (fault !== null) throw new Refused(`${fault}: it asks for something else than ${kind.kind}`)
  // Options may come in another order, as where a dataset has the right one apart from the wrong ones.
  if (sorted(question) !== sorted(render(second))) throw new Refused('shows the right answer')
}

function sorted(text: string): string {
  return text.split('\n').toSorted().join('\n')
}

/** Whether a plain template says the same as a renderer, on made-up examples. */
export function saysTheSame(
  plain: Pick<Instruction, 'text' | 'options'>,
  render: (example: Example) => string,
  pairs: readonly (readonly [Example, Example])[],
): boolean {
  return pairs
    .flat()
    .every((example) => renderQuestion(plain as Instruction, example, { labels: null }) === render(example))
}
