import { flan } from './flan.ts'
import type { InstructionFormat } from './instructionFormat.ts'
import { niv2 } from './niv2.ts'
import { promptsource } from './promptsource.ts'
import { yaml } from './yaml.ts'

/** Instruction formats that ship with the package; the first one that has a file's extension and knows its start reads it. */
export const instructionFormats: readonly InstructionFormat[] = [promptsource, yaml, niv2, flan]

export type { InstructionFormat, ParsedInstructions } from './instructionFormat.ts'
