import { UsageError } from '../../core/types/index.ts'
import { recordedFormats, type RecordedKind } from './formats/index.ts'
import { PLAIN_COLUMNS } from './formats/columns.ts'
import { openRecords } from './openRecords.ts'
import { bag, type Prediction } from './formats/_internal/record.ts'

/** Reads a record in one's own way: the answers it holds; `null` for none. */
export type MapRecord = (record: unknown) => Prediction | readonly Prediction[] | null

/** The contents of a file of predictions. */
export interface Predictions {
  readonly file: string
  readonly sha256: string
  readonly kind: RecordedKind
  /** The model that the file names, if it names one. */
  readonly model: string | null
  readonly predictions: readonly { readonly prediction: Prediction; readonly line: number }[]
}

/** Reads a file of predictions (path relative to the working directory). Throws `UsageError` with file and line. */
export function readPredictions(path: string, kind?: RecordedKind, map?: MapRecord): Predictions {
  const { file, sha256, kind: chosen, model, records } = openRecords(path, kind)
  const read = map ?? recordedFormats[chosen].predictions
  const predictions: { readonly prediction: Prediction; readonly line: number }[] = []
  const columns = new Set<string>()
  for (const { value, line } of records) {
    const made = read(value)
    if (typeof made === 'string')
      throw new UsageError(`fromRecorded: this ${chosen} record cannot be used: ${made}`, { file, line })
    if (made === null) {
      if (predictions.length === 0) for (const name of Object.keys(bag(value))) columns.add(name)
      continue
    }
    for (const prediction of Array.isArray(made) ? (made as readonly Prediction[]) : [made as Prediction])
      predictions.push({ prediction, line })
  }
  if (predictions.length === 0)
    throw new UsageError(
      `fromRecorded: ${file} holds no answer. Its records have ${[...columns].join(', ') || 'nothing'}; an answer is called ` +
        `${PLAIN_COLUMNS.answer.join(', ')}, and for other names there is { map: (record) => ({ example, variant, text }) }`,
    )
  return { file, sha256: sha256(), kind: chosen, model, predictions: countedFromZero(predictions) }
}

/** Trials that a file counts from 1, as many do, counted from 0. */
function countedFromZero(predictions: Predictions['predictions']): Predictions['predictions'] {
  const least = predictions.reduce((low, { prediction: { trial } }) => Math.min(low, trial ?? low), Infinity)
  if (least !== 1) return predictions
  return predictions.map(({ prediction, line }) => {
    const { trial } = prediction
    return { prediction: trial === undefined ? prediction : { ...prediction, trial: trial - 1 }, line }
  })
}
