import { readFile } from 'node:fs/promises'

/** A file's text, or `null` if there is no such file. Other faults (a folder, no permission) are thrown. */
export async function readText(file: string): Promise<string | null> {
  const bytes = await readBytes(file)
  return bytes === null ? null : bytes.toString('utf8')
}

/** A file's bytes, or `null` if there is no such file. */
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
