import type { Example } from '../../core/words/index.ts'
import type { SourceFile } from '../readSource.ts'

/** A format of dataset files. Made by one file in this room and one line in its index. */
export interface DatasetFormat {
  /** e.g. `jsonl`. */
  readonly name: string
  /** With the dot, lower case. */
  readonly extensions: readonly string[]
  /** The examples in the order of the file, each with its place. Throws `UsageError` at the first fault. */
  readonly parse: (source: SourceFile) => readonly Example[]
}
