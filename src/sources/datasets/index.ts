import type { DatasetFormat } from './datasetFormat.ts'
import { jsonl } from './jsonl.ts'

/** Dataset formats that ship with the package. */
export const datasetFormats: readonly DatasetFormat[] = [jsonl]

export type { DatasetFormat } from './datasetFormat.ts'
