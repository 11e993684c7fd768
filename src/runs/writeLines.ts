import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** Characters written at once. */
const BLOCK = 1 << 20

/** Writes lines to a new file as they come, a line break after each, and returns their number and the file's sha256. */
export async function writeLines(
  file: string,
  lines: Iterable<string>,
): Promise<{ readonly sha256: string; readonly count: number }> {
  const hash = createHash('sha256')
  const handle = await open(file, 'w')
  let count = 0
  let block = ''
  async function flush(): Promise<void> {
    const bytes = Buffer.from(block)
    block = ''
    hash.update(bytes)
    await handle.appendFile(bytes)
  }
  try {
    for (const line of lines) {
      count += 1
      block += `${line}\n`
      if (block.length >= BLOCK) await flush()
    }
    await flush()
  } finally {
    await handle.close()
  }
  return { sha256: hash.digest('hex'), count }
}
