import { extname } from 'node:path'

import { UsageError } from '../core/words/index.ts'

/** The format that reads files with this path's extension. Throws `UsageError` naming the extensions there are. */
export function pickFormat<Format extends { readonly extensions: readonly string[] }>(
  path: string,
  formats: readonly Format[],
): Format {
  const extension = extname(path).toLowerCase()
  const format = formats.find(({ extensions }) => extensions.includes(extension))
  if (format !== undefined) return format
  const known = formats.flatMap(({ extensions }) => extensions).join(', ')
  throw new UsageError(`${path}: no reader for "${extension}" files here (known: ${known})`)
}
