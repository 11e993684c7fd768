import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/**
 * Reads a text file line by line, without holding it, and returns its sha256 and the number of its lines; `null` if there
 * is no such file. Lines end with a line feed alone; the last one may lack it.
 */
export async function scanText(
  file: string,
  see: (line: string, number: number) => void,
): Promise<{ readonly sha256: string; readonly count: number } | null> {
  const hash = createHash('sha256')
  let rest = ''
  let count = 0
  try {
    const stream = createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })
    for await (const chunk of stream as AsyncIterable<string>) {
      hash.update(chunk)
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) see(line, ++count)
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
  if (rest !== '') see(rest, ++count)
  return { sha256: hash.digest('hex'), count }
}
