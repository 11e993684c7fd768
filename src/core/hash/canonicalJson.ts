import { createHash, hash } from 'node:crypto'

/** Lower-case hex sha256 of a text (UTF-8) or bytes. A pure function: the one thing that `core` takes from Node. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/**
 * JSON with object keys sorted by code unit and no blanks: equal values give equal text.
 * Keys whose value is `undefined` are left out, as `JSON.stringify` does. Throws on a number that is not finite.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`canonicalJson: ${value} is not JSON`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  let text = ''
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonicalJson(item)}`
    return `[${text}]`
  }
  for (const key of sortedKeys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[key]
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(item)}`
  }
  return `{${text}}`
}

/** Characters that are hashed at once: enough that calling the hash costs little, and not much to hold. */
const PIECE = 1 << 16

/**
 * Returns the sha256 of a value's canonical JSON, lower-case hex. The text is never held whole, since that of a large run
 * takes more memory than the run itself.
 */
export function canonicalSha256(value: unknown): string {
  const digest = createHash('sha256')
  let text = ''
  // A piece is never cut inside of a text, so a character of two code units is hashed whole.
  writeCanonical(value, (piece) => {
    text += piece
    if (text.length < PIECE) return
    digest.update(text)
    text = ''
  })
  return digest.update(text).digest('hex')
}

/** Hands out the canonical JSON of a value in pieces. */
function writeCanonical(value: unknown, write: (piece: string) => void): void {
  if (value === null || typeof value !== 'object') return write(canonicalJson(value))
  if (Array.isArray(value)) {
    write('[')
    for (const [at, item] of value.entries()) {
      if (at > 0) write(',')
      writeCanonical(item, write)
    }
    return write(']')
  }
  write('{')
  let first = true
  for (const key of sortedKeys(value)) {
    const item = (value as Readonly<Record<string, unknown>>)[key]
    if (item === undefined) continue
    write(`${first ? '' : ','}${JSON.stringify(key)}:`)
    writeCanonical(item, write)
    first = false
  }
  write('}')
}

/** Returns the keys by code unit. Those of most objects are in that order already. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value)
  for (let at = 1; at < keys.length; at++) if (keys[at - 1]! > keys[at]!) return keys.toSorted(byCodeUnit)
  return keys
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1
}
