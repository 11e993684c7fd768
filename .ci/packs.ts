/** Writes the examples of the starter packs: `node .ci/packs.ts`. `src/packs.test.ts` holds the files to it. */
import { writeFileSync } from 'node:fs'
import type { Line } from './packs/grammar.ts'
import { relations } from './packs/relations.ts'
import { yesNo } from './packs/yesNo.ts'

/** File below `packs` -> its lines. */
export const GENERATED: Readonly<Record<string, () => readonly Line[]>> = {
  'relation-extraction/examples.jsonl': relations,
  'yes-no/examples.jsonl': yesNo,
}

/** Lines as they stand in a file. */
export function jsonLines(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

if (import.meta.main) {
  for (const [file, make] of Object.entries(GENERATED)) writeFileSync(`packs/${file}`, jsonLines(make()))
}
