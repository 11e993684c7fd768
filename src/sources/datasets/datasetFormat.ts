import type { Example } from '../../core/types/index.ts'
import type { DatasetOptions } from '../files/taskOptions.ts'
import type { DataRecord, DataSource } from '../files/openSource.ts'

/** An example before defaults are filled in. */
export interface ExampleParts extends Pick<Example, 'input' | 'optional' | 'options' | 'gold' | 'slices'> {
  /** Left out: from a hash of the content. */
  readonly id?: string
  /** Left out: the example itself. */
  readonly group?: string
}

/**
 * A format of dataset files. Made by one file in this room and one line in its index. It reads in two steps, so that a
 * broken file and a single bad item are different things: `records` throws `UsageError` (nothing half-read is taken as
 * whole), an item throws `Refused`.
 */
export interface DatasetFormat {
  /** e.g. `semeval2010-task8`: what the option `format` says. */
  readonly name: string
  readonly summary: string
  /**
   * The extensions with the dot, in lower case. A file is read in the first format that has its extension and accepts its
   * start.
   */
  readonly extensions: readonly string[]
  /** Says whether a file with this beginning and name can be of this format. Default: the extension decides. */
  readonly recognises?: (start: string, file: string, options: DatasetOptions) => boolean
  /** Kind of task that the examples are for; `null` where the file may hold any. */
  readonly kind: string | null
  /**
   * The treatment of equal content without ids: a mistake (`refuse`), or rows that the source really repeats
   * (`number`).
   */
  readonly copies: 'refuse' | 'number'
  /** Holds one record at a time. */
  readonly records: (source: DataSource, options: DatasetOptions) => Iterable<DataRecord>
  /** The examples of a record, each made when called. A call throws `Refused` where the item cannot be used. */
  readonly items: (record: DataRecord, options: DatasetOptions) => Iterable<() => ExampleParts>
  /** Label id -> label words, where the format has labels: from all golds that occur. */
  readonly labels?: (golds: ReadonlySet<string>, options: DatasetOptions) => Readonly<Record<string, string>>
}
