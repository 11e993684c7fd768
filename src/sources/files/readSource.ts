import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

import { sha256 } from '../../core/hash/index.ts'
import { suggest } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { userPath } from './userPath.ts'

/** A file's bytes with what provenance needs. */
export interface SourceFile {
  /** The file's name as shown to the user: relative to the working directory. */
  readonly file: string
  readonly bytes: Uint8Array
  /** The sha256 of the bytes. */
  readonly sha256: string
}

/** Reads a file (path relative to the working directory). Throws `UsageError` naming the path and near misses. */
export function readSource(path: string): SourceFile {
  const absolute = resolve(path)
  try {
    const bytes = readFileSync(absolute)
    return { file: userPath(absolute), bytes, sha256: sha256(bytes) }
  } catch (error) {
    throw new UsageError(whyUnreadable(absolute, error as NodeJS.ErrnoException))
  }
}

/** Says why a path cannot be read, with similar names or the names in the folder. */
export function whyUnreadable(absolute: string, error: NodeJS.ErrnoException): string {
  const shown = userPath(absolute)
  if (error.code === 'EISDIR') return `${shown} is a folder, not a file${among(namesIn(absolute))}`
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') return `cannot read ${shown}: ${error.message}`
  const folder = dirname(absolute)
  const names = namesIn(folder)
  const looked = `(looked at ${absolute})`
  if (names === null) return `no folder ${userPath(folder)}, so no file ${shown} ${looked}`
  const near = suggest(basename(absolute), names)
  const hint = near === null ? among(names) : `; did you mean ${JSON.stringify(near)}?`
  return `no file ${shown} ${looked}${hint}`
}

function among(names: readonly string[] | null): string {
  if (names === null || names.length === 0) return ''
  const shown = names.slice(0, 8)
  return `; there: ${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`
}

function namesIn(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return null
  }
}
