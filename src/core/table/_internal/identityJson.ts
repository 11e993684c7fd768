import type { Identity } from '../../types/index.ts'

/** The fields of an identity in the order of canonical JSON. */
const FIELDS = ['fingerprint', 'model', 'revision', 'upstream'] as const satisfies (keyof Identity)[]

/** Writes an identity as canonical JSON; `null` where it breaks the schema of observations. */
export function identityJson(who: Identity): string | null {
  for (const name in who) if (!(FIELDS as readonly string[]).includes(name)) return null
  const { fingerprint = '', model, revision, upstream = '' } = who
  const texts: readonly unknown[] = [fingerprint, model, revision ?? '', upstream]
  if (revision === undefined || texts.some((text) => typeof text !== 'string')) return null
  const fields = FIELDS.filter((name) => who[name] !== undefined)
  return `{${fields.map((name) => `"${name}":${JSON.stringify(who[name])}`).join(',')}}`
}
