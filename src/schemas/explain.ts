import type { ErrorObject } from 'ajv'

import { didYouMean, nameHint } from '../core/text/index.ts'

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

/** One schema error as a sentence without its place: what is wrong, what was found, and the near name if there is one. */
export function explain({ keyword, params, data, parentSchema, message }: ErrorObject): string {
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
