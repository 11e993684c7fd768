import type { InstructionFormat } from './instructionFormat.ts'
import { yaml } from './yaml.ts'

/** Instruction formats that ship with the package. */
export const instructionFormats: readonly InstructionFormat[] = [yaml]

export type { InstructionFormat, ParsedInstructions } from './instructionFormat.ts'
