import { nameHint } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { MAX_RECORD_BYTES, type Columns } from '../files/taskOptions.ts'
import { csvRecords } from '../files/csvRecords.ts'
import type { DatasetFormat } from './datasetFormat.ts'
import type { DataRecord } from '../files/openSource.ts'
import { mapColumns } from './_internal/toExample.ts'
import { Refused } from '../files/textLines.ts'

/** Any CSV file (or TSV, by its extension), with the option `columns`: names of a header row, or positions from 0. */
export const csv: DatasetFormat = {
  name: 'csv',
  summary: 'any CSV or TSV file, with the option "columns": names of the header, or positions from 0',
  extensions: ['.csv', '.tsv'],
  kind: null,
  copies: 'number',
  *records(source, { columns, maxRecordBytes = MAX_RECORD_BYTES }): Generator<DataRecord> {
    if (columns === undefined) {
      throw new UsageError(
        `${source.file}: a CSV file needs "columns": { input: { … }, gold: … }, or the option "format"`,
      )
    }
    const named = namesIn(columns)
    let header: readonly string[] | null = null
    for (const { at, value } of csvRecords(source, maxRecordBytes, /\.tsv$/i.test(source.file) ? '\t' : ',')) {
      if (header === null && named.length > 0) {
        const names = value.map((name) => name.trim())
        const unknown = named.find((name) => !names.includes(name))
        if (unknown !== undefined) {
          throw new UsageError(`no column ${JSON.stringify(unknown)} in the header${nameHint(unknown, names)}`, at)
        }
        const twice = named.find((name) => names.indexOf(name) !== names.lastIndexOf(name))
        if (twice !== undefined) throw new UsageError(`the header names ${JSON.stringify(twice)} twice`, at)
        header = names
      } else yield { at, value: { header, cells: value } }
    }
  },
  items: ({ value }, { columns }) => {
    const { header, cells } = value as { header: readonly string[] | null; cells: readonly string[] }
    const find = (column: string | number): unknown =>
      cells[typeof column === 'number' ? column : (header ?? []).indexOf(column)]
    return [
      () => {
        if (header !== null && cells.length !== header.length) {
          throw new Refused(`the row has ${cells.length} cells, the header ${header.length}`)
        }
        return mapColumns(columns as Columns, find)
      },
    ]
  },
}

function namesIn({ input, optional = {}, gold, options = [], id, group, slices = {} }: Columns): readonly string[] {
  const fields = [...Object.values(input), ...Object.values(optional)]
  const all = [...fields, gold, ...[options].flat(), id, group, ...Object.values(slices)]
  return [...new Set(all.filter((column) => typeof column === 'string'))]
}
