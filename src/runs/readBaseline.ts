import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { canonicalJson, sha256 } from '../core/hash/index.ts'
import { messageOf } from '../core/text/index.ts'
import { UsageError, type Baseline, type BaselineCell } from '../core/words/index.ts'
import { validate } from '../schemas/index.ts'
import { parseCells } from './parseCells.ts'
import { parseJson } from './parseJson.ts'
import { readBytes, readText } from './readText.ts'

/** Bytes of text that a cell may take, its ids included: many times what any takes. */
const MOST_PER_CELL = 64 * 1024

/** A baseline folder, read and checked. */
export interface StoredBaseline {
  readonly folder: string
  /** Folder name and 12 digits of the content's hash, e.g. `tiny@3f9a0c11d2e4`: what a run names as compared with. */
  readonly id: string
  readonly baseline: Baseline
  readonly cells: readonly BaselineCell[]
  /** Of both files together. */
  readonly bytes: number
}

/**
 * Reads a baseline folder; `null` where there is no `baseline.json`, for then nothing was accepted yet. Throws
 * `UsageError` if a file breaks its schema, or if the cells are missing or not those that were accepted.
 */
export async function readBaseline(folder: string): Promise<StoredBaseline | null> {
  const file = join(folder, 'baseline.json')
  const json = await readText(file)
  if (json === null) return null
  const baseline = validate('baseline', parseJson(json, file), file)
  const cellsFile = join(folder, baseline.cells.file)
  const packed = await readBytes(cellsFile)
  if (packed === null) throw new UsageError(`${file} names ${cellsFile}, which is missing: restore it or accept again`)
  const text = await unpack(packed, cellsFile, baseline.cells.count)
  const found = sha256(text)
  if (found !== baseline.cells.sha256) {
    throw new UsageError(
      `${cellsFile} is not what was accepted: the sha256 of its text is ${found}, ` +
        `baseline.json says ${baseline.cells.sha256}. Restore both files together, or accept again.`,
    )
  }
  const cells = parseCells(text, cellsFile)
  if (cells.length !== baseline.cells.count)
    throw new UsageError(
      `${cellsFile} holds ${cells.length} cells, ${file} says ${baseline.cells.count}. ` +
        'Restore both files together, or accept again.',
    )
  const id = `${basename(resolve(folder))}@${sha256(canonicalJson(baseline)).slice(0, 12)}`
  return { folder, id, baseline, cells, bytes: packed.length + Buffer.byteLength(json) }
}

async function unpack(packed: Buffer, file: string, cells: number): Promise<string> {
  try {
    // A baseline comes from elsewhere: it must not fill the memory before its hash is known.
    const maxOutputLength = (cells + 1) * MOST_PER_CELL
    return (await promisify(gunzip)(packed, { maxOutputLength })).toString('utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new UsageError(
        `${file} is not what was accepted: it holds far more than the ${cells} cells of baseline.json. ` +
          'Restore both files together, or accept again.',
      )
    }
    throw new UsageError(`${file}: not gzip (${messageOf(error)})`)
  }
}
