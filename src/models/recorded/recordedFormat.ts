import type { LogRecord } from './logRecord.ts'
import type { Prediction } from './prediction.ts'

/** A form in which a tool writes answers. */
export interface RecordedFormat {
  readonly kind: string
  /** What `fromRecorded` reads, for tables. */
  readonly summary: string
  /** Where `gate` and `compare` find things in it, for tables. */
  readonly log: { readonly example: string; readonly variant: string; readonly trial: string; readonly scores: string }
  /** The answers that a record holds; `null` for none, a text that says why where it cannot be used. */
  readonly predictions: (record: unknown) => Prediction | readonly Prediction[] | null | string
  /** The scored answer that a record holds; a text that says why where it cannot be used. */
  readonly scored: (record: unknown) => LogRecord | string
}

/** Declares a form; the type of its name is kept. */
export function defineRecordedFormat<const Kind extends string>(
  format: RecordedFormat & { readonly kind: Kind },
): RecordedFormat & { readonly kind: Kind } {
  return format
}
