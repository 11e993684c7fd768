import { visible } from '../../core/text/index.ts'

/** Named facts, a line each, the names in one column. */
export function facts(entries: Readonly<Record<string, string>>): string[] {
  return Object.entries(entries).map(([name, value]) => `${`${name}:`.padEnd(NAME)} ${visible(value)}`)
}

/** A text of several lines under its name, each line marked, with nothing a terminal would act on. */
export function block(name: string, text: string): string[] {
  return [`${name}:`, ...text.split('\n').map((line) => `  | ${visible(line)}`)]
}

const NAME = 9

/** A value as a cell of CSV (RFC 4180): nothing is an empty cell, an empty text `""`; blanks at its ends are kept. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  return value === '' || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
