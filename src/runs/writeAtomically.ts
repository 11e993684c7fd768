import { rename, rm, writeFile } from 'node:fs/promises'

/** Writes a file whole or not at all: beside it first, then renamed over it. */
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
