import { flan } from './flan.ts'
import type { InstructionFormat } from './instructionFormat.ts'
import { promptsource } from './promptsource.ts'
import { yaml } from './yaml.ts'

/** Instruction formats that ship with the package; the first one that has a file's extension and knows its start reads it. */
export const instructionFormats: readonly InstructionFormat[] = [promptsource, yaml, flan]

export type { InstructionFormat, ParsedInstructions } from './instructionFormat.ts'
