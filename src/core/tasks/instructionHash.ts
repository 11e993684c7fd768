import { canonicalJson, sha256 } from '../hash/index.ts'
import type { Instruction } from '../types/index.ts'

/** sha256 of what an instruction asks: its text and the way it writes options. */
export function instructionHash({ text, options }: Pick<Instruction, 'text' | 'options'>): string {
  return sha256(canonicalJson({ text, options }))
}
