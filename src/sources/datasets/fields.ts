import { Refused } from './refused.ts'

/** What a value is, in words. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`
}

/** The value as an object with fields. Throws `Refused`. */
export function objectOf(value: unknown, name = 'the record'): Readonly<Record<string, unknown>> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new Refused(`${name} must be an object, not ${kindOf(value)}`)
}

/** The field's text, which must not be blank. Throws `Refused`. */
export function textField(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (typeof value === 'string' && value.trim() !== '') return value
  throw new Refused(`"${name}" must be a text, ${value === '' ? 'it is empty' : `it is ${kindOf(value)}`}`)
}

/** The field's list. Throws `Refused`. */
export function listField(record: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (Array.isArray(value)) return value
  throw new Refused(`"${name}" must be a list, it is ${kindOf(value)}`)
}

/** The field's list of texts; single ones may be blank (tokens are). Throws `Refused`. */
export function textsField(record: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const list = listField(record, name)
  const odd = list.findIndex((item) => typeof item !== 'string')
  if (odd >= 0) throw new Refused(`"${name}" must hold texts, its item ${odd} is ${kindOf(list[odd])}`)
  return list as readonly string[]
}

/** The field's whole number. Throws `Refused`. */
export function indexField(record: Readonly<Record<string, unknown>>, name: string): number {
  const value = Object.hasOwn(record, name) ? record[name] : undefined
  if (Number.isSafeInteger(value)) return value as number
  throw new Refused(`"${name}" must be a whole number, it is ${kindOf(value)}`)
}
