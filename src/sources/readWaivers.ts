import { UsageError, type Waiver } from '../core/types/index.ts'
import { problems, type SchemaTypes } from '../schemas/index.ts'
import { decodeUtf8 } from './files/text.ts'
import { yamlDocument } from './instructions/_internal/yamlDocument.ts'

/**
 * Reads a waivers' file, YAML; the published schema is `waivers.schema.json`. `file` is the name for errors. Throws
 * `UsageError` with line and column for a key, a value or a date that is wrong, and for two waivers of one claim.
 */
export function readWaivers(bytes: Uint8Array, file: string): Waiver[] {
  const { value, locate } = yamlDocument(decodeUtf8(bytes, file), file)
  const [fault, ...others] = problems('waivers', value)
  if (fault) {
    const { path, key, message } = fault
    const name = path.at(-1)
    const what =
      key !== undefined || name === undefined || message.startsWith('key ') ? message : `"${name}" ${message}`
    throw new UsageError(
      `${what}${others.length > 0 ? ` (and ${others.length} more to correct after it)` : ''}`,
      locate(path, key),
    )
  }
  const first = new Map<string, number>()
  return (value as SchemaTypes['waivers']).waivers.map((entry, index) => {
    const at = locate(['waivers', String(index), 'claim'])
    const twin = first.get(entry.claim)
    if (twin !== undefined) throw new UsageError(`"${entry.claim}" is waived in line ${twin} already: keep one`, at)
    first.set(entry.claim, at.line)
    if (!isDay(entry.expires))
      throw new UsageError(`"expires": there is no day ${entry.expires}`, locate(['waivers', String(index), 'expires']))
    return Object.assign({}, entry, { at })
  })
}

/** Says whether an ISO date is a day of the calendar: the 30th of February is not. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}
