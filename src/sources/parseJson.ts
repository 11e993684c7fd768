import { messageOf } from '../core/text/index.ts'
import { UsageError } from '../core/types/index.ts'
import { decodeUtf8 } from './decodeUtf8.ts'
import type { SourceFile } from './readSource.ts'

/** The JSON value of a file that was read. Throws `UsageError` naming the file. */
export function parseJson({ bytes, file }: Pick<SourceFile, 'bytes' | 'file'>): unknown {
  const text = decodeUtf8(bytes, file)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${file}: not valid JSON (${messageOf(error)})`)
  }
}
