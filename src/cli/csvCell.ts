/** A value as a cell of CSV (RFC 4180): nothing is an empty cell, an empty text `""`; blanks at its ends are kept. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  return value === '' || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
