import { join } from 'node:path'
import { renderQuestion } from '../core/tasks/index.ts'
import { readDataset } from '../sources/readDataset.ts'
import { readInstructions } from '../sources/readInstructions.ts'

/** For tests: the repository's own examples, for endpoints on the loopback that are to know the right answers. */

const ROOT = join(import.meta.dirname, '../..')

/** An example under every instruction of its set. */
export interface Known {
  readonly task: 're' | 'qa'
  readonly shown: readonly string[]
  /** The words of the right answer. */
  readonly says: string
  /** Instruction id -> what it asks. */
  readonly questions: ReadonlyMap<string, string>
}

const known: readonly Known[] = (['re', 'qa-boolean'] as const).flatMap((set) => {
  const { labels, instructions } = readInstructions(join(ROOT, `fixtures/instructions/${set}.yaml`)).set
  const { examples } = readDataset({ file: join(ROOT, `fixtures/datasets/${set}.test.jsonl`) })
  return examples.map((example) => ({
    task: set === 're' ? ('re' as const) : ('qa' as const),
    shown: Object.values(example.input),
    says: labels?.[example.gold] ?? example.gold,
    get questions() {
      return new Map(instructions.map((one) => [one.id, renderQuestion(one, example, { labels })]))
    },
  }))
})

/** Finds what a prompt asks: the example with the longest texts that all stand in it. Throws where there is none. */
export function findAsked(prompt: string): Known {
  const length = ({ shown }: Known): number => shown.join('').length
  const fitting = known.filter(({ shown }) => shown.every((text) => prompt.includes(text)))
  const best = fitting.reduce<Known | null>((most, one) => (most && length(most) >= length(one) ? most : one), null)
  if (best === null) throw new Error(`no example has this prompt: ${prompt}`)
  return best
}
