import { UsageError } from '../../core/words/index.ts'
import type { EndpointOptions } from './endpointOptions.ts'

type Named = Pick<EndpointOptions, 'apiKeyEnv' | 'headersEnv' | 'path'>

/** The request's headers, with the secrets that the environment holds just now. Throws `UsageError` for a missing one. */
export function headersOf({ apiKeyEnv, headersEnv = {} }: Named): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' }
  if (apiKeyEnv !== undefined) headers['authorization'] = `Bearer ${valueOf(apiKeyEnv)}`
  for (const [name, variable] of Object.entries(headersEnv)) headers[name] = valueOf(variable)
  return headers
}

function valueOf(variable: string): string {
  const value = process.env[variable]
  if (value !== undefined && value !== '') return value
  throw new UsageError(`the environment variable ${variable} holds no key; set it and run again`)
}

/** An endpoint's text without our secrets, for some repeat the key in their error, and keys may stand in the query. */
export function withoutSecrets(text: string, { apiKeyEnv, headersEnv = {}, path = '' }: Named): string {
  const variables = [...(apiKeyEnv === undefined ? [] : [apiKeyEnv]), ...Object.values(headersEnv)]
  const query = path.includes('?') ? [...new URLSearchParams(path.slice(path.indexOf('?') + 1)).values()] : []
  const secrets = [...variables.map((name) => process.env[name] ?? ''), ...query.filter((value) => value.length >= 16)]
  return secrets.reduce((clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '[key]')), text)
}
