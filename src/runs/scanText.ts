import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { UsageError } from '../core/types/index.ts'

/**
 * Reads a text file line by line, without holding it, and returns the sha256 of its bytes and the number of its lines; `null`
 * if there is no such file. Lines end with a line feed alone; the last one may lack it, which `whole` tells. Throws
 * `UsageError` for bytes that are no UTF-8: other programs would read another text in their place than this one.
 */
export async function scanText(
  file: string,
  see: (line: string, number: number) => void,
): Promise<{ readonly sha256: string; readonly count: number; readonly whole: boolean } | null> {
  const hash = createHash('sha256')
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
    } catch {
      throw new UsageError(`${file}: near line ${count + 1} there are bytes that are no UTF-8. Restore the file`)
    }
  }
  let rest = ''
  let count = 0
  const take = (text: string): void => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) see(line, ++count)
  }
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      take(decode(chunk))
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
  take(decode())
  const whole = rest === ''
  if (!whole) see(rest, ++count)
  return { sha256: hash.digest('hex'), count, whole }
}
