import type { Location } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import type { SchemaName, SchemaTypes } from './schemaTypes.ts'
import type { ErrorObject } from 'ajv'
import { didYouMean, nameHint, suggest } from '../core/text/index.ts'
import { checkFor } from './checkFor.ts'

// The most faults in one message: once these are corrected, the next ones show.
const MOST_FAULTS = 3

/**
 * Returns the value, typed, if it follows the schema. Otherwise throws one `UsageError` with the first faults, each
 * with its JSON pointer. `where` is the place or the file that the value comes from.
 */
export function validate<Name extends SchemaName>(
  name: Name,
  value: unknown,
  where: Location | string,
): SchemaTypes[Name] {
  const found = problems(name, value)
  if (found.length === 0) return value as SchemaTypes[Name]
  const more = found.length > MOST_FAULTS ? `; and ${found.length - MOST_FAULTS} more` : ''
  const message = `${found.slice(0, MOST_FAULTS).map(sentence).join('; ')}${more}`
  if (typeof where !== 'string') throw new UsageError(message, where)
  throw new UsageError(where === '' ? message : `${where}: ${message}`)
}

function sentence({ path, message }: Problem): string {
  const pointer = path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return pointer === '' ? message : `${pointer} ${message}`
}

/** Patterns of the schemas in words. A test sees to it that none is missing. */
export const PATTERNS: Readonly<Record<string, string>> = {
  '^[A-Za-z0-9][A-Za-z0-9._-]*$': 'must be letters, digits, ".", "_" and "-"',
  '^[^\\s/]+$': 'must hold no blank and no "/"',
  '^[0-9a-f]{64}$': 'must be a sha256 in lower-case hex',
  '^[0-9a-f]{16}$': 'must be 16 lower-case hex digits',
  '^[0-9a-f]{12}$': 'must be 12 lower-case hex digits',
  '@[0-9a-f]{12}$': 'must end with "@" and 12 lower-case hex digits',
  '^\\d{4}-\\d{2}-\\d{2}$': "must be an ISO date such as '2026-01-31'",
  '^\\d{4}-\\d{2}-\\d{2}': 'must begin with an ISO date',
  '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$': 'must be a language tag such as `de` or `pt-BR`',
  '\\S': 'must not be blank',
  '\\{id\\}': 'must hold {id}',
  '\\{text\\}': 'must hold {text}',
}

/** One thing that is wrong with a value. */
export interface Problem {
  /** The place, as keys and indexes from the top. */
  readonly path: readonly string[]
  /** The unknown key, where that is the fault. */
  readonly key?: string
  readonly message: string
}

/** Finds what is wrong with a value under a schema, most helpful first; empty if nothing is. */
export function problems(name: SchemaName, value: unknown): readonly Problem[] {
  const check = checkFor(name)
  if (check(value)) return []
  const errors = withoutEchoes(check.errors ?? [])
  const found = errors.map(toFault)
  // A misspelt key is missing under its right name as well: saying both would be one too many.
  const misspelt = new Set(found.map(({ path, meant }) => JSON.stringify([path, meant])))
  return found
    .filter(({ path, missing }) => missing === undefined || !misspelt.has(JSON.stringify([path, missing])))
    .map(toProblem)
    .toSorted((a, b) => rank(a) - rank(b))
}

/** Makes checks ready ahead of their use, where there is time to wait: the one of runs takes a while to load. */
export function prepareSchemas(...names: readonly SchemaName[]): void {
  // A check is compiled by its first call, which takes as long as loading it.
  for (const name of names) checkFor(name)(null)
}

/**
 * Drops repeated errors of a choice (`anyOf`), which reports itself and every branch: what is wrong inside the nearest
 * branch is kept, else the choice.
 */
function withoutEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath))
  const isBranch = ({ keyword, instancePath }: ErrorObject): boolean =>
    choices.has(instancePath) && (keyword === 'const' || keyword === 'type')
  const rest = errors.filter((error) => !isBranch(error))
  const isOpened = (choice: ErrorObject): boolean =>
    rest.some((error) => error !== choice && `${error.instancePath}/`.startsWith(`${choice.instancePath}/`))
  return rest.filter((error) => error.keyword !== 'anyOf' || !isOpened(error))
}

interface Fault extends Problem {
  /** The known key that an unknown one is near. */
  readonly meant?: string | null
  readonly missing?: string
}

function toFault(error: ErrorObject): Fault {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const message = explain(error)
  if (error.keyword === 'required') return { path, message, missing: String(error.params['missingProperty']) }
  if (error.keyword !== 'additionalProperties') return { path, message }
  const key = String(error.params['additionalProperty'])
  return { path, key, message, meant: suggest(key, Object.keys(Object(error.parentSchema?.['properties']))) }
}

function toProblem({ path, key, message }: Fault): Problem {
  return key === undefined ? { path, message } : { path, key, message }
}

/** Ranks problems: an unknown key often explains a missing one, so it comes first. */
function rank(problem: Problem): number {
  return problem.key === undefined ? 1 : 0
}

/**
 * Describes one schema error without its place: what is wrong, what was found, and the similar name if there is one.
 */
function explain({ keyword, params, data, parentSchema, message }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty'])
      const present = new Set(Object.keys(Object(data)))
      const known = Object.keys(Object(parentSchema?.['properties'])).filter((name) => !present.has(name))
      return `unknown key ${JSON.stringify(key)}${nameHint(key, known)}`
    }
    case 'required':
      return `key ${JSON.stringify(params['missingProperty'])} is missing`
    case 'type':
      return `must be ${kinds(params['type'])}, not ${show(data)}`
    case 'enum': {
      const allowed = (params['allowedValues'] as readonly unknown[]).map(String)
      return `must be one of ${allowed.join(', ')}, not ${show(data)}${near(data, allowed)}`
    }
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}, not ${show(data)}`
    case 'pattern':
      return `${PATTERNS[String(params['pattern'])] ?? `must match ${String(params['pattern'])}`}, not ${show(data)}`
    case 'minLength':
    case 'minProperties':
      return 'must not be empty'
    case 'minItems':
    case 'maxItems': {
      const few = keyword === 'minItems' ? 'at least' : 'at most'
      return `must have ${few} ${String(params['limit'])} items, has ${(data as readonly unknown[]).length}`
    }
    case 'minimum':
    case 'maximum':
      return `must be ${keyword === 'minimum' ? 'at least' : 'at most'} ${String(params['limit'])}, not ${show(data)}`
    case 'anyOf':
      return `is none of the allowed forms: ${show(data)}`
    default:
      return message ?? keyword
  }
}

function near(data: unknown, allowed: readonly string[]): string {
  return typeof data === 'string' ? didYouMean(data, allowed) : ''
}

function kinds(type: unknown): string {
  const names = (Array.isArray(type) ? type : String(type).split(',')).map((name) => {
    if (name === 'null') return 'null'
    return `${/^[aeiou]/.test(String(name)) ? 'an' : 'a'} ${String(name)}`
  })
  return names.join(' or ')
}

function show(data: unknown): string {
  if (Array.isArray(data)) return 'an array'
  if (data !== null && typeof data === 'object') return 'an object'
  const text = JSON.stringify(data) ?? 'nothing'
  const short = text.length > 60 ? `${text.slice(0, 57)}…"` : text
  return typeof data === 'string' ? short : `${data === null ? '' : `the ${typeof data} `}${short}`
}
