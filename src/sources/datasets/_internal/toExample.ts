import type { Columns } from '../../files/taskOptions.ts'
import type { ExampleParts } from '../datasetFormat.ts'
import { Refused } from '../../files/textLines.ts'
import { optionId } from '../../../core/tasks/index.ts'
import { sha256 } from '../../../core/hash/index.ts'

/**
 * Makes an example from the columns that the user named. `find` gives a column's value, or nothing. Throws `Refused`.
 */
export function mapColumns(columns: Columns, find: (column: string | number) => unknown): ExampleParts {
  const { input, gold, options, id, group, slices, goldMap } = columns
  const optional = (name: 'id' | 'group', column: string | number | undefined) =>
    column === undefined ? {} : { [name]: columnText(column, find) }
  return {
    ...optional('id', id),
    ...optional('group', group),
    input: columnTexts(input, find),
    ...optionalColumns(columns.optional, find),
    ...(options === undefined ? {} : { options: columnList(options, find) }),
    gold: mapped(columnText(gold, find), goldMap),
    ...(slices === undefined ? {} : { slices: columnTexts(slices, find) }),
  }
}

function columnTexts(columns: Readonly<Record<string, string | number>>, find: (column: string | number) => unknown) {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, columnText(column, find)]))
}

/** Returns the optional fields that a row has: an empty cell, or a column that it lacks, is no field and no fault. */
function optionalColumns(columns: Columns['optional'], find: (column: string | number) => unknown) {
  const texts = Object.entries(columns ?? {}).flatMap(([name, column]) => {
    const value = find(column)
    if (typeof value === 'number' || typeof value === 'boolean') return [[name, String(value)]]
    return typeof value === 'string' && value.trim() !== '' ? [[name, value]] : []
  })
  return texts.length === 0 ? {} : { optional: Object.fromEntries(texts) as Record<string, string> }
}

function columnText(column: string | number, find: (column: string | number) => unknown): string {
  const value = find(column)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string' && value.trim() !== '') return value
  const what = value === undefined ? 'is missing' : value === '' ? 'is empty' : 'is no text'
  throw new Refused(`column ${JSON.stringify(column)} ${what}`)
}

function columnList(
  columns: string | readonly (string | number)[],
  find: (column: string | number) => unknown,
): string[] {
  if (typeof columns !== 'string') return columns.map((column) => columnText(column, find))
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

/**
 * Reads a question of ARC or CommonsenseQA, in the form of the original files (`question: { stem, choices: [{ label,
 * text }] }`) or of the tables made of them (`question`, `choices: { label: […], text: […] }`). `answerKey` names a
 * label, a letter or a number: gold is the letter by position. Throws `Refused`.
 */
export function choiceQuestion(value: unknown): ExampleParts {
  const record = objectOf(value)
  const nested = typeof record['question'] === 'object'
  const asked = nested ? objectOf(record['question'], '"question"') : record
  const question = textField(asked, nested ? 'stem' : 'question')
  const { labels, texts } = choices(asked)
  const key = textField(record, 'answerKey')
  const index = labels.indexOf(key)
  if (index < 0) throw new Refused(`"answerKey" ${JSON.stringify(key)} is no choice's label (${labels.join(', ')})`)
  return {
    id: textField(record, 'id').replaceAll(/[\s/]/g, '_'),
    input: { question },
    options: texts,
    gold: optionId(index),
    ...optionalTexts(record, { fact: 'fact1', concept: 'question_concept' }),
  }
}

function choices(asked: Readonly<Record<string, unknown>>) {
  if (Array.isArray(asked['choices'])) {
    const list = listField(asked, 'choices').map((choice) => objectOf(choice, 'a choice'))
    return { labels: list.map((one) => textField(one, 'label')), texts: list.map((one) => textField(one, 'text')) }
  }
  const table = objectOf(asked['choices'], '"choices"')
  const [labels, texts] = [textsField(table, 'label'), textsField(table, 'text')]
  if (labels.length !== texts.length) throw new Refused(`"choices" has ${labels.length} labels, ${texts.length} texts`)
  return { labels, texts }
}

/** Names the group of examples that share a text (a passage, a sentence): the first 12 hex digits of its sha256. */
export function contentGroup(text: string): string {
  return sha256(text).slice(0, 12)
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['per', 'person'],
  ['org', 'organization'],
  ['gpe', 'place'],
  ['loc', 'location'],
])

/** Writes a relation's id in words: `per:city_of_birth` is "person city of birth", `no_relation` "no relation". */
export function relationWords(id: string): string {
  return id
    .split(':')
    .map((part) => TYPES.get(part.toLowerCase()) ?? part)
    .join(' ')
    .replaceAll(/[_/\s]+/g, ' ')
    .trim()
}

/** Names the type of a value in words. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`
}

/** Returns the value as an object with fields. Throws `Refused`. */
export function objectOf(value: unknown, name = 'the record'): Readonly<Record<string, unknown>> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Refused(`${name} must be an object, not ${kindOf(value)}`)
}

/** Returns the field's text, which must not be blank. Throws `Refused`. */
export function textField(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new Refused(`"${name}" must be a text, ${value === '' ? 'it is empty' : `it is ${kindOf(value)}`}`)
}

/** Returns the field's list. Throws `Refused`. */
export function listField(record: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (Array.isArray(value)) return value
  throw new Refused(`"${name}" must be a list, it is ${kindOf(value)}`)
}

/** Returns the field's list of texts, some of which may be blank (tokens are). Throws `Refused`. */
export function textsField(record: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const list = listField(record, name)
  const odd = list.findIndex((item) => typeof item !== 'string')
  if (odd >= 0) throw new Refused(`"${name}" must hold texts, its item ${odd} is ${kindOf(list[odd])}`)
  return list as readonly string[]
}

/** Returns the field's whole number. Throws `Refused`. */
export function indexField(record: Readonly<Record<string, unknown>>, name: string): number {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (Number.isSafeInteger(value)) return value as number
  throw new Refused(`"${name}" must be a whole number, it is ${kindOf(value)}`)
}

/**
 * Returns the optional fields that a record has, by their names here -> the record's own; those that are missing or blank
 * are left out.
 */
export function optionalTexts(
  record: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): { readonly optional?: Readonly<Record<string, string>> } {
  const texts = Object.entries(names).flatMap(([name, own]) => {
    const value = Object.hasOwn(record, own) ? record[own] : undefined
    return typeof value === 'string' && value.trim() !== '' ? [[name, value] as const] : []
  })
  return texts.length === 0 ? {} : { optional: Object.fromEntries(texts) }
}
