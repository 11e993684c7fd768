import type { InstructionSet, Location } from '../../core/words/index.ts'
import type { SourceFile } from '../readSource.ts'

/** An instruction set with the places that later errors point at. */
export interface ParsedInstructions {
  readonly set: InstructionSet
  readonly at: { readonly task: Location; readonly labels: Location }
}

/** A format of instruction files. Made by one file in this room and one line in its index. */
export interface InstructionFormat {
  /** e.g. `yaml`. */
  readonly name: string
  /** With the dot, lower case. */
  readonly extensions: readonly string[]
  /** Throws `UsageError` at the first fault. */
  readonly parse: (source: SourceFile) => ParsedInstructions
}
