import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LABELS = ['born_in', 'capital_of', 'employee_of', 'founded_by', 'member_of']
/** Instructions of the task; calls are examples times these. */
export const INSTRUCTIONS = 40

/** One call that the columns without our package make, and what has to come back. */
export interface Call {
  readonly prompt: string
  readonly expected: string
}

/**
 * Writes the same work twice into a folder: as the two files of a task, and as a list of prompts. The server answers with
 * the label in brackets. One gold answer in ten of the task is wrong, so that a limit of 0.9 stays open to the last cell.
 */
export function writeWorkload(folder: string, calls: number): void {
  const examples = Array.from({ length: calls / INSTRUCTIONS }, (_, at) => {
    const label = LABELS[at % LABELS.length]!
    const [head, tail] = [`Arden-${at}`, `Kestrel-${at}`]
    return { label, head, tail, sentence: `${head} stands beside ${tail} in this sentence, as [${label}] says.` }
  })
  const lines = examples.map(({ label, ...input }, at) => {
    const gold = at % 10 === 0 ? LABELS[(at + 1) % LABELS.length] : label
    return JSON.stringify({ id: `e${at}`, input, gold })
  })
  writeFileSync(join(folder, 'examples.jsonl'), `${lines.join('\n')}\n`)
  const instructions = Array.from({ length: INSTRUCTIONS }, (_, at) => ({
    id: `p${at}`,
    family: 'imperative',
    text:
      `Wording ${at}: name the relation between the two entities, one of ${LABELS.join(', ')}.\n` +
      'Sentence: {sentence}\nHead: {head}\nTail: {tail}\nAnswer with the label alone.',
  }))
  // JSON is YAML.
  const set = {
    set: 'bench',
    task: 'relation-extraction',
    licence: 'Apache-2.0',
    author: 'bench',
    reviewed: { by: 'bench', on: '2026-11-29' },
    labels: Object.fromEntries(LABELS.map((label) => [label, label])),
    canonical: 'p0',
    instructions,
  }
  writeFileSync(join(folder, 'instructions.yaml'), JSON.stringify(set, null, 1))
  const prompts = examples.flatMap(({ label, sentence, head, tail }) =>
    instructions.map(({ text }): Call => {
      const prompt = text.replace('{sentence}', sentence).replace('{head}', head).replace('{tail}', tail)
      return { prompt, expected: label }
    }),
  )
  writeFileSync(join(folder, 'calls.json'), JSON.stringify(prompts))
}
