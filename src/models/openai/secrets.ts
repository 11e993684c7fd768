import { UsageError } from '../../core/words/index.ts'
import type { Secret } from '../../observe/index.ts'
import type { EndpointOptions } from './endpointOptions.ts'

type Named = Pick<EndpointOptions, 'apiKeyEnv' | 'headersEnv' | 'path'>

/** The request's headers, with the secrets that the environment holds just now. Throws `UsageError` for a missing one. */
export function headersOf({ apiKeyEnv, headersEnv = {} }: Named): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json',
    'accept-encoding': 'identity',
  }
  if (apiKeyEnv !== undefined) headers['authorization'] = `Bearer ${valueOf(apiKeyEnv)}`
  for (const [name, variable] of Object.entries(headersEnv)) headers[name] = valueOf(variable)
  return headers
}

function valueOf(variable: string): string {
  const value = process.env[variable]
  if (value !== undefined && value !== '') return value
  throw new UsageError(`the environment variable ${variable} holds no key; set it and run again`)
}

/** Parts of a header's value that are shorter may be ordinary words. */
const LEAST = 8

/**
 * What an endpoint's requests carry and its answers must not repeat: keys, the values of headers with and without their
 * scheme (`Bearer …`), long values of the query.
 */
export function secretsOf({ apiKeyEnv, headersEnv = {}, path = '' }: Named): readonly Secret[] {
  const variables = [...(apiKeyEnv === undefined ? [] : [apiKeyEnv]), ...Object.values(headersEnv)]
  const values = variables.map((name) => (process.env[name] ?? '').trim())
  const parts = values.flatMap((value) => value.split(/\s+/).filter((part) => part.length >= LEAST))
  const query = path.includes('?') ? [...new URLSearchParams(path.slice(path.indexOf('?') + 1)).values()] : []
  const all = [...values, ...parts, ...query.filter((value) => value.length >= 16)]
  return [...new Set(all)].filter((value) => value !== '').map((value) => ({ value, put: '[key]' }))
}
