import { UsageError, type Location } from '../core/types/index.ts'
import { problems, type Problem } from './problems.ts'
import type { SchemaName, SchemaTypes } from './schemaTypes.ts'

// More than this is no help: mend these and the next ones show.
const MOST = 3

/**
 * The value, typed, if it follows the schema. Otherwise throws one `UsageError` with the first faults, each with its
 * JSON pointer. `where` is the place or the file that the value comes from.
 */
export function validate<Name extends SchemaName>(
  name: Name,
  value: unknown,
  where: Location | string,
): SchemaTypes[Name] {
  const found = problems(name, value)
  if (found.length === 0) return value as SchemaTypes[Name]
  const more = found.length > MOST ? `; and ${found.length - MOST} more` : ''
  const message = `${found.slice(0, MOST).map(sentence).join('; ')}${more}`
  if (typeof where !== 'string') throw new UsageError(message, where)
  throw new UsageError(where === '' ? message : `${where}: ${message}`)
}

function sentence({ path, message }: Problem): string {
  const pointer = path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return pointer === '' ? message : `${pointer} ${message}`
}
