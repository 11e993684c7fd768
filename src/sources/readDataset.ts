import type { Example } from '../core/words/index.ts'
import { datasetFormats } from './datasets/index.ts'
import { pickFormat } from './pickFormat.ts'
import { readSource } from './readSource.ts'

/** Examples of a file, with its sha256. */
export interface Dataset {
  readonly examples: readonly Example[]
  readonly file: string
  readonly sha256: string
}

/** Reads a dataset file (path relative to the working directory). Throws `UsageError` with file and line. */
export function readDataset(path: string): Dataset {
  const format = pickFormat(path, datasetFormats)
  const source = readSource(path)
  return { examples: format.parse(source), file: source.file, sha256: source.sha256 }
}
