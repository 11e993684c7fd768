import { UsageError } from '../../core/words/index.ts'
import { inspectLog } from './inspectLog.ts'
import { lmEval } from './lmEval.ts'
import { plainRecord } from './plainRecord.ts'
import type { Prediction } from './prediction.ts'
import { promptfooOutput } from './promptfooOutput.ts'
import { readRecords, type RecordedKind } from './readRecords.ts'

/** Reads a record in one's own way: the answers it holds; `null` for none. */
export type MapRecord = (record: unknown) => Prediction | readonly Prediction[] | null

/** What a file of predictions holds. */
export interface Predictions {
  readonly file: string
  readonly sha256: string
  readonly kind: RecordedKind
  /** The model that the file names, if it names one. */
  readonly model: string | null
  readonly predictions: readonly { readonly prediction: Prediction; readonly line: number }[]
}

type Reader = (record: unknown) => Prediction | readonly Prediction[] | null | string

const READERS: Record<RecordedKind, Reader> = {
  'lm-eval': lmEval,
  inspect: inspectLog,
  promptfoo: promptfooOutput,
  jsonl: plainRecord,
  csv: plainRecord,
}

/** Reads a file of predictions (path relative to the working directory). Throws `UsageError` with file and line. */
export function readPredictions(path: string, kind?: RecordedKind, map?: MapRecord): Predictions {
  const { file, sha256, kind: chosen, model, records } = readRecords(path, kind)
  const read: Reader = map ?? READERS[chosen]
  const predictions = records.flatMap(({ value, line }) => {
    const made = read(value)
    if (typeof made === 'string') {
      throw new UsageError(`fromRecorded: this ${chosen} record cannot be used: ${made}`, { file, line })
    }
    const all: readonly Prediction[] = made === null ? [] : Array.isArray(made) ? made : [made as Prediction]
    return all.map((prediction) => ({ prediction, line }))
  })
  return { file, sha256, kind: chosen, model, predictions }
}
