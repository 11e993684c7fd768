import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { relationExample, relationInstructions } from '../../relationTask.ts'

/** Instructions of the task; cells are examples times these. */
export const INSTRUCTIONS = 20

/** Writes the two files of a task of so many cells into a folder, one example at a time. */
export function writeTask(folder: string, cells: number): void {
  const file = openSync(join(folder, 'examples.jsonl'), 'w')
  for (let at = 0; at < cells / INSTRUCTIONS; at++) writeSync(file, `${relationExample(at).line}\n`)
  closeSync(file)
  writeFileSync(join(folder, 'instructions.yaml'), JSON.stringify(relationInstructions(INSTRUCTIONS), null, 1))
}
