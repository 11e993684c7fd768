import type { Columns } from '../datasetOptions.ts'
import type { ExampleParts } from './datasetFormat.ts'
import { Refused } from './refused.ts'

/** An example from the columns that the user named. `find` gives a column's value, or nothing. Throws `Refused`. */
export function mapColumns(columns: Columns, find: (column: string | number) => unknown): ExampleParts {
  const { input, gold, options, id, group, slices, goldMap } = columns
  const optional = (name: 'id' | 'group', column: string | number | undefined) =>
    column === undefined ? {} : { [name]: text(column, find) }
  return {
    ...optional('id', id),
    ...optional('group', group),
    input: texts(input, find),
    ...(options === undefined ? {} : { options: list(options, find) }),
    gold: mapped(text(gold, find), goldMap),
    ...(slices === undefined ? {} : { slices: texts(slices, find) }),
  }
}

function texts(columns: Readonly<Record<string, string | number>>, find: (column: string | number) => unknown) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, text(column, find)]))
}

function text(column: string | number, find: (column: string | number) => unknown): string {
  const value = find(column)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string' && value.trim() !== '') return value
  const what = value === undefined ? 'is missing' : value === '' ? 'is empty' : 'is no text'
  throw new Refused(`column ${JSON.stringify(column)} ${what}`)
}

function list(columns: string | readonly (string | number)[], find: (column: string | number) => unknown): string[] {
  if (typeof columns !== 'string') return columns.map((column) => text(column, find))
  const value = find(columns)
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value
  throw new Refused(`column ${JSON.stringify(columns)} must hold a list of texts`)
}

function mapped(value: string, goldMap: Columns['goldMap']): string {
  if (goldMap === undefined) return value
  const gold = Object.hasOwn(goldMap, value) ? goldMap[value] : undefined
  if (gold !== undefined) return gold
  throw new Refused(`gold ${JSON.stringify(value)} is not in "goldMap" (${Object.keys(goldMap).join(', ')})`)
}
