import type { Column } from '../../core/types/field.ts'
import { csvCell } from '../csvCell.ts'

/**
 * A table as CSV (RFC 4180), piece by piece. Nothing is an empty cell, an empty text `""`; a text
 * stands as it is, line breaks and all, so that it can be compared.
 */
export function* toCsv<Row>(rows: Iterable<Row>, columns: readonly Column<Row>[]): Generator<string> {
  yield line(columns.map(({ name }) => name))
  for (const row of rows) yield line(columns.map(({ value }) => value(row)))
}

function line(values: readonly (string | number | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}
