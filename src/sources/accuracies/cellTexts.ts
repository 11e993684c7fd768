/** The values that cells of a table of accuracies hold. */
import { UsageError, type Location } from '../../core/types/index.ts'

/** Texts in the place of a figure that say that there is none. */
const NO_FIGURE = /^(?:|-+|–|—|n\/?a|nan|null|none)$/i

/** The accuracy in [0, 1]; `null` where there is no figure. Throws `UsageError` for what is none. */
export function accuracyOf(value: unknown, percent: boolean, at: Location): number | null {
  if (value === undefined || value === null) return null
  const text = String(value).trim()
  if (NO_FIGURE.test(text)) return null
  const isShare = text.endsWith('%') || percent
  const plain = text.replace(/\s*%$/, '')
  const figure = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)
    ? Number(plain) / (isShare ? 100 : 1)
    : Number.NaN
  if (figure >= 0 && figure <= 1) return figure
  const hint = figure > 1 && figure <= 100 && !isShare ? ': say --percent if figures are in percent' : ''
  throw new UsageError(`${JSON.stringify(text.slice(0, 40))} is no accuracy between 0 and 1${hint}`, at)
}

/** The words that plain tables write for a seen and for an unseen instruction. */
const SEEN: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  seen: true,
  false: false,
  no: false,
  '0': false,
  unseen: false,
}

/** Texts in the place of seen or unseen that say that neither is known. */
const NOT_KNOWN = /^(?:-+|–|—|\?|n\/?a|nan|null|unknown)$/i

/** Says whether an instruction is a seen one, in any case of letters; `null` where the cell is empty or says that it is not known. */
export function seenOf(text: string | null, wanted: readonly string[] | null, at: Location): boolean | null {
  if (text === null) return null
  const key = text.toLowerCase()
  if (wanted?.some((value) => value.toLowerCase() === key)) return true
  if (NOT_KNOWN.test(text)) return null
  if (wanted !== null) return false
  if (Object.hasOwn(SEEN, key)) return SEEN[key]!
  throw new UsageError(
    `${JSON.stringify(text.slice(0, 40))} says neither seen nor unseen: name the seen ones with --seen`,
    at,
  )
}

/** The text of a value; `null` where there is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** The value of a field; dots reach into JSON. */
export function valueAt(fields: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path]
  const at = path.indexOf('.')
  const inner = at < 0 ? undefined : fieldsOf(fields[path.slice(0, at)])
  return inner ? valueAt(inner, path.slice(at + 1)) : undefined
}

/** The fields of a JSON object; `null` for whatever else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
