/**
 * Writes the examples of the starter packs: `node .ci/packs.ts`. `src/packs.test.ts` checks that the committed files are
 * the same.
 */
import { writeFileSync } from 'node:fs'
import type { Line } from './packs/grammar.ts'
import { multipleChoice } from './packs/multipleChoice.ts'
import { relations } from './packs/relations.ts'
import { harmfulRequests, harmlessRequests } from './packs/requests.ts'
import { structuredExtraction } from './packs/structuredExtraction.ts'
import { ticketLabels } from './packs/ticketLabels.ts'
import { toolCalls } from './packs/toolCalls.ts'
import { yesNo } from './packs/yesNo.ts'

/** File below `packs` -> its lines. */
export const GENERATED: Readonly<Record<string, () => readonly Line[]>> = {
  'multiple-choice/examples.jsonl': multipleChoice,
  'relation-extraction/examples.jsonl': relations,
  'requests/examples.jsonl': harmfulRequests,
  'requests/harmless.jsonl': harmlessRequests,
  'structured-extraction/examples.jsonl': structuredExtraction,
  'ticket-labels/examples.jsonl': ticketLabels,
  'tool-calls/examples.jsonl': toolCalls,
  'yes-no/examples.jsonl': yesNo,
}

/** Writes lines as they stand in a file. */
export function jsonLines(lines: readonly unknown[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

if (import.meta.main) {
  for (const [file, make] of Object.entries(GENERATED)) writeFileSync(`packs/${file}`, jsonLines(make()))
}
