import { findJson, rewordingFaults } from '../core/tasks/index.ts'
import type { Instruction, InstructionSet } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import type { YAMLSeq } from 'yaml'
import type { InstructionEntry, InstructionSetFile } from '../schemas/index.ts'
import { yamlPackage } from './files/packages.ts'

/** The rewordings that a model made of an instruction. */
export interface Drafts {
  readonly kept: readonly string[]
  readonly dropped: readonly { readonly text: string; readonly faults: readonly string[] }[]
}

/** Makes the prompt that asks a model to reword an instruction `count` times. */
export function rewordingPrompt({ text }: Instruction, count: number, labels: InstructionSet['labels']): string {
  const names = [...new Set(text.match(/\{[A-Za-z_]\w*\}/g) ?? [])].join(', ')
  const words = Object.values(labels ?? {})
  return [
    `Reword the instruction below in ${count} different ways: other words, other order, other tone, the same meaning.`,
    `Each rewording must hold ${names === '' ? 'all that the original holds' : `${names} exactly as they stand`}.`,
    ...(words.length === 0 ? [] : [`Do not change these answer words where they stand: ${words.join(', ')}.`]),
    `Reply with a JSON list of ${count} strings and nothing else.`,
    '',
    'Instruction:',
    text,
  ].join('\n')
}

/**
 * Returns the rewordings in a model's answer (a JSON list of texts, or one a line), each checked against its original and
 * against those before it. A rewording with a fault is dropped with the reason; nothing is corrected.
 */
export function readRewordings(answer: string, instruction: Instruction, set: InstructionSet): Drafts {
  const kept: string[] = []
  const dropped: { text: string; faults: readonly string[] }[] = []
  const known = new Set(set.instructions.map(({ text }) => flat(text)))
  for (const text of textsIn(answer)) {
    const twin = known.has(flat(text)) ? ['the set has this wording already'] : []
    const faults = [...twin, ...rewordingFaults(instruction.text, text, set.labels)]
    if (faults.length > 0) dropped.push({ text, faults })
    else {
      kept.push(text)
      known.add(flat(text))
    }
  }
  return { kept, dropped }
}

function textsIn(answer: string): readonly string[] {
  const list = findJson(answer).values.find((value) => Array.isArray(value))
  if (list !== undefined) return (list as unknown[]).filter((item): item is string => typeof item === 'string')
  return answer
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d+[.)]|[-*•])\s+/, '').trim())
    .filter((line) => line !== '')
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

/**
 * Adds these entries at the end of an instruction-set file's text; comments and layout above stay as they are. Throws
 * `UsageError` where the text has no list of instructions.
 */
export function appendInstructions(text: string, entries: readonly InstructionEntry[]): string {
  const document = yamlPackage().parseDocument(text)
  const list = document.get('instructions') as YAMLSeq | undefined
  if (typeof list?.add !== 'function') throw new UsageError('the file has no list of instructions')
  for (const entry of entries) list.add(document.createNode(entry))
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

/** Writes entries as an instruction set holds them. */
export function instructionsYaml(entries: readonly InstructionEntry[]): string {
  return yamlPackage().stringify(entries, { lineWidth: 0 })
}

/** Returns a whole instruction set as a file, below a comment of one line. */
export function instructionSetYaml(set: InstructionSetFile, comment: string): string {
  return `# ${comment.replaceAll(/\s+/g, ' ')}\n${yamlPackage().stringify(set, { lineWidth: 0 })}`
}
