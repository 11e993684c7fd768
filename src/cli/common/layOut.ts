import { visible } from '../../core/text/index.ts'

/** Lays out named facts, a line each, with the names in one column. */
export function facts(entries: Readonly<Record<string, string>>): string[] {
  return Object.entries(entries).map(([name, value]) => `${`${name}:`.padEnd(NAME)} ${visible(value)}`)
}

/**
 * Lays out a text of several lines under its name. Each line is marked, and characters that a terminal would act on are
 * spelled out.
 */
export function block(name: string, text: string): string[] {
  return [`${name}:`, ...text.split('\n').map((line) => `  | ${visible(line)}`)]
}

const NAME = 9

/**
 * Writes a value as a cell of CSV (RFC 4180). `null` is an empty cell and an empty text is `""`; blanks at its ends are
 * kept.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  return value === '' || /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
