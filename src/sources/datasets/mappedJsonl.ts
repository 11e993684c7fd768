import { parseDigits } from '../../core/tasks/json.ts'
import { UsageError } from '../../core/types/index.ts'
import { MAX_RECORD_BYTES } from '../files/taskOptions.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import { mapColumns, objectOf } from './_internal/toExample.ts'
import { jsonLines } from '../files/jsonRecords.ts'

/** Any JSON Lines file, with the option `columns` that says what is where; `a.b` reaches into an object. */
export const mappedJsonl: DatasetFormat = {
  name: 'mapped-jsonl',
  summary: 'any JSON Lines file, with the option "columns"',
  extensions: ['.jsonl', '.ndjson'],
  recognises: (_start, _file, { columns }) => columns !== undefined,
  kind: null,
  copies: 'number',
  records: (source, { maxRecordBytes = MAX_RECORD_BYTES }) => jsonLines(source, maxRecordBytes, parseDigits),
  items: ({ value, at }, { columns }) => {
    if (columns === undefined) throw new UsageError('mapped-jsonl needs the option "columns"', at)
    return [() => mapColumns(columns, (column) => reach(objectOf(value), String(column)))]
  },
}

function reach(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(record, path)) return record[path]
  let value: unknown = record
  for (const part of path.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}
