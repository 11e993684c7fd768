import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const LABELS = ['born_in', 'capital_of', 'employee_of', 'founded_by', 'member_of']
/** Instructions of the task; cells are examples times these. */
export const INSTRUCTIONS = 20

/**
 * Writes the two files of a task of so many cells into a folder. The model answers with the label in brackets, and one
 * gold answer in ten is another, so that a limit of 0.9 stays open to the last cell.
 */
export function writeTask(folder: string, cells: number): void {
  const file = openSync(join(folder, 'examples.jsonl'), 'w')
  for (let at = 0; at < cells / INSTRUCTIONS; at++) {
    const label = LABELS[at % LABELS.length]!
    const [head, tail] = [`Arden-${at}`, `Kestrel-${at}`]
    const sentence = `${head} stands beside ${tail} in this sentence, as [${label}] says.`
    const gold = at % 10 === 0 ? LABELS[(at + 1) % LABELS.length] : label
    writeSync(file, `${JSON.stringify({ id: `e${at}`, input: { sentence, head, tail }, gold })}\n`)
  }
  closeSync(file)
  // JSON is YAML.
  writeFileSync(join(folder, 'instructions.yaml'), JSON.stringify(instructionSet(), null, 1))
}

function instructionSet() {
  return {
    set: 'bench',
    task: 'relation-extraction',
    licence: 'Apache-2.0',
    author: 'bench',
    reviewed: { by: 'bench', on: '2026-11-29' },
    labels: Object.fromEntries(LABELS.map((label) => [label, label])),
    canonical: 'p0',
    instructions: Array.from({ length: INSTRUCTIONS }, (_, at) => ({
      id: `p${at}`,
      family: 'imperative',
      text:
        `Wording ${at}: name the relation between the two entities, one of ${LABELS.join(', ')}.\n` +
        'Sentence: {sentence}\nHead: {head}\nTail: {tail}\nAnswer with the label alone.',
    })),
  }
}
