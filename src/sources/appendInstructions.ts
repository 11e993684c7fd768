import { parseDocument, stringify, type YAMLSeq } from 'yaml'

import { UsageError } from '../core/types/index.ts'
import type { InstructionEntry } from '../schemas/index.ts'

/**
 * An instruction-set file's text with these entries added at its end; comments and layout above stay as they are.
 * Throws `UsageError` where the text has no list of instructions.
 */
export function appendInstructions(text: string, entries: readonly InstructionEntry[]): string {
  const document = parseDocument(text)
  const list = document.get('instructions') as YAMLSeq | undefined
  if (typeof list?.add !== 'function') throw new UsageError('the file has no list of instructions')
  for (const entry of entries) list.add(document.createNode(entry))
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** Entries as they stand in an instruction set. */
export function instructionsYaml(entries: readonly InstructionEntry[]): string {
  return stringify(entries, { lineWidth: 0 })
}
