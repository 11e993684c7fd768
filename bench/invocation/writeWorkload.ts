import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { relationExample, relationInstructions } from '../relationTask.ts'

/** Instructions of the task; calls are examples times these. */
export const INSTRUCTIONS = 40

/** One call that the columns without our package make, and what has to come back. */
export interface Call {
  readonly prompt: string
  readonly expected: string
}

/**
 * Writes the same work twice into a folder: as the two files of a task, and as a list of prompts. The server answers with
 * the label in brackets.
 */
export function writeWorkload(folder: string, calls: number): void {
  const examples = Array.from({ length: calls / INSTRUCTIONS }, (_, at) => relationExample(at))
  writeFileSync(join(folder, 'examples.jsonl'), `${examples.map(({ line }) => line).join('\n')}\n`)
  const set = relationInstructions(INSTRUCTIONS)
  writeFileSync(join(folder, 'instructions.yaml'), JSON.stringify(set, null, 1))
  const prompts = examples.flatMap(({ label, sentence, head, tail }) =>
    set.instructions.map(({ text }): Call => {
      const prompt = text.replace('{sentence}', sentence).replace('{head}', head).replace('{tail}', tail)
      return { prompt, expected: label }
    }),
  )
  writeFileSync(join(folder, 'calls.json'), JSON.stringify(prompts))
}
