import type { InstructionSet, Location, Refusal, TaskKind } from '../../core/types/index.ts'
import type { InstructionOptions } from '../files/taskOptions.ts'
import type { SourceFile } from '../files/readSource.ts'

/** An instruction set with the places that later errors point at. */
export interface ParsedInstructions {
  readonly set: InstructionSet
  readonly at: {
    readonly task: Location
    readonly labels: Location
    /** The place where the file itself names its canonical instruction. Left out: it names none, the first one is taken. */
    readonly canonical?: Location
  }
  /** Templates that ask for something else or cannot be rendered. Left out: none. */
  readonly refused?: readonly Refusal[]
}

/** A format of instruction files. Made by one file in this room and one line in its index. */
export interface InstructionFormat {
  /** e.g. `yaml`. */
  readonly name: string
  readonly summary: string
  /** The extensions with the dot, in lower case. */
  readonly extensions: readonly string[]
  /** Says whether a file that begins like this can be of this format. Default: the extension decides. */
  readonly recognises?: (start: string) => boolean
  /** Throws `UsageError` at the first fault. `kind` is the task that is asked for, where that is known. */
  readonly parse: (
    source: SourceFile,
    options?: Omit<InstructionOptions, 'file'>,
    kind?: TaskKind,
  ) => ParsedInstructions
}
