import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { resolve } from 'node:path'

import { UsageError, type Location } from '../../core/types/index.ts'
import { whyUnreadable } from './readSource.ts'
import { userPath } from './userPath.ts'

const CHUNK_BYTES = 64 * 1024

/** A file that is read piece by piece. */
export interface DataSource {
  /** The file's name as shown to the user: relative to the working directory. */
  readonly file: string
  /** Yields the bytes from the start, at most 64 KiB at a time. A piece may be used until the next one is asked for. */
  readonly chunks: () => Iterable<Uint8Array>
}

/** A file on disk that is read piece by piece. */
export interface OpenSource extends DataSource {
  /** The first piece, as text, by which formats are recognised. Bytes that are not UTF-8 are replaced. */
  readonly start: string
  /** Returns the sha256 of the bytes that `chunks` gave so far: the file's once it was read to its end. */
  readonly sha256: () => string
}

/** One record of a file: a line, a row, an element of a JSON list. */
export interface DataRecord {
  readonly at: Location
  readonly value: unknown
}

/** Opens a file (path relative to the working directory). Throws `UsageError` naming the path and near misses. */
export function openSource(path: string): OpenSource {
  const absolute = resolve(path)
  const file = userPath(absolute)
  let hash = createHash('sha256')
  function* chunks(): Generator<Uint8Array> {
    hash = createHash('sha256')
    for (const chunk of pieces(absolute)) {
      hash.update(chunk)
      yield chunk
    }
  }
  // Left by `break`, the generator closes the file; left after its first piece it would hold it open for good.
  let start = ''
  for (const first of pieces(absolute)) {
    start = new TextDecoder().decode(first)
    break
  }
  return { file, chunks, start, sha256: () => hash.copy().digest('hex') }
}

function* pieces(absolute: string): Generator<Uint8Array, void> {
  const buffer = new Uint8Array(CHUNK_BYTES)
  const read = (handle: number): number => attempt(absolute, () => readSync(handle, buffer, 0, CHUNK_BYTES, null))
  const handle = attempt(absolute, () => openSync(absolute, 'r'))
  try {
    for (let count = read(handle); count > 0; count = read(handle)) yield buffer.subarray(0, count)
  } finally {
    closeSync(handle)
  }
}

function attempt<Result>(absolute: string, call: () => Result): Result {
  try {
    return call()
  } catch (error) {
    throw new UsageError(whyUnreadable(absolute, error as NodeJS.ErrnoException))
  }
}
