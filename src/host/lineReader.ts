import { closeSync, openSync, readSync } from 'node:fs'

/** Reads single lines of a file back, by their place. */
export interface LineReader {
  readonly descriptor: number
  readonly read: (at: number, bytes: number) => string
  readonly close: () => void
}

/**
 * Opens a file for reading lines back. It stays readable when another process replaces or removes it by name. Throws
 * where there is none.
 */
export function openLineReader(file: string): LineReader {
  const descriptor = openSync(file, 'r')
  let closed = false
  return {
    descriptor,
    read(at, bytes) {
      const buffer = Buffer.allocUnsafe(bytes)
      const got = readSync(descriptor, buffer, 0, bytes, at)
      return buffer.toString('utf8', 0, got)
    },
    close() {
      if (closed) return
      closed = true
      closeSync(descriptor)
    },
  }
}
