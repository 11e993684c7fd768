import { instructionFormats, type ParsedInstructions } from './instructions/index.ts'
import { pickFormat } from './pickFormat.ts'
import { readSource } from './readSource.ts'

/** An instruction set of a file, with its sha256. */
export interface Instructions extends ParsedInstructions {
  readonly file: string
  readonly sha256: string
}

/** Reads an instruction set (path relative to the working directory). Throws `UsageError` with file, line and column. */
export function readInstructions(path: string): Instructions {
  const format = pickFormat(path, instructionFormats)
  const source = readSource(path)
  return { ...format.parse(source), file: source.file, sha256: source.sha256 }
}
