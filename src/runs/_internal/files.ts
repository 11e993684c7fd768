import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { dirname } from 'node:path'

/** Reads a file's text; `null` if there is no such file. Throws other faults (a folder, no permission). */
export async function readText(file: string): Promise<string | null> {
  const bytes = await readBytes(file)
  return bytes === null ? null : bytes.toString('utf8')
}

/** Reads a file's bytes; `null` if there is no such file. */
export async function readBytes(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    // By its code, not its class: in vitest's VM pools Node's errors are of another realm.
    const { code } = (error ?? {}) as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw error
  }
}

/**
 * Makes a folder and those above it, and returns whether it was not there before. Each level is made by itself, because Node's
 * `recursive` never ends where the folder above is there and nothing can be made in it, as below `/proc`.
 */
export async function makeFolder(folder: string): Promise<boolean> {
  const missing = await stat(folder).then(
    () => false,
    (error: unknown) => codeOf(error) === 'ENOENT',
  )
  if (missing && dirname(folder) !== folder) {
    await makeFolder(dirname(folder))
    await mkdir(folder).catch((error: unknown) => {
      // Another process was faster, or a link leads nowhere: the call below tells them apart.
      if (codeOf(error) !== 'EEXIST') throw error
    })
  }
  await mkdir(folder, { recursive: true })
  return missing
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

/** Parses JSON; throws a `UsageError` that names `where` the text comes from. */
export function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${where}: not JSON (${messageOf(error)})`)
  }
}

/**
 * Reads a text file line by line, without holding it, and returns the sha256 of its bytes and the number of its lines;
 * `null` if there is no such file. Lines end with a line feed alone; the last one may lack it, and `whole` is then
 * false. Throws `UsageError` for bytes that are no UTF-8, since programs differ in the text that they read from such
 * bytes.
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

/** Writes a file whole or not at all: under another name first, which is then renamed. */
export async function writeAtomically(file: string, data: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`
  try {
    await writeFile(beside, data)
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

/** The number of characters that are written at once. */
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
