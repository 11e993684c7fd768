import { csvCell } from '../csvCell.ts'
import { COLUMNS, type ExportedRow } from './columns.ts'

/**
 * Observations as CSV (RFC 4180), one row each, piece by piece. Nothing is an empty cell, an empty text `""`; a text
 * stands as it is, line breaks and all, so that it can be compared.
 */
export function* toCsv(observations: Iterable<ExportedRow>): Generator<string> {
  yield line(COLUMNS.map(({ name }) => name))
  for (const observation of observations) yield line(COLUMNS.map(({ value }) => value(observation)))
}

function line(values: readonly (string | number | null)[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}
