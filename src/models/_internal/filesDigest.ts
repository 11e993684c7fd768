import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'

const digests = new Map<string, string>()

/**
 * Computes one sha256 over the names and contents of a folder's files, in the order given. Weights can be gigabytes: they
 * are read in pieces, and once per process.
 */
export function filesDigest(path: string, files: readonly string[]): string {
  const memo = JSON.stringify([path, files])
  const known = digests.get(memo)
  if (known !== undefined) return known
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1 << 20)
  for (const name of files) {
    const own = createHash('sha256')
    const descriptor = openSync(join(path, name), 'r')
    try {
      for (let size = readSync(descriptor, piece); size > 0; size = readSync(descriptor, piece)) {
        own.update(piece.subarray(0, size))
      }
    } finally {
      closeSync(descriptor)
    }
    hash.update(`${name} ${own.digest('hex')}\n`)
  }
  const digest = hash.digest('hex')
  digests.set(memo, digest)
  return digest
}
