import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { sha256, orderedJson } from '../core/hash/index.ts'
import type { Baseline, BaselineCell } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { cellsText } from './cellsText.ts'
import { writeAtomically } from './writeAtomically.ts'

/** The one name of the cells' file. */
const CELLS_FILE = 'cells.jsonl.gz'

/** Where a gzip header names the operating system, which would make the bytes differ; 255 means unknown. */
const OPERATING_SYSTEM = 9
const UNKNOWN = 255

/** Where a baseline was written, and how large it is in bytes, both files together. */
export interface WrittenBaseline {
  readonly folder: string
  readonly baseline: Baseline
  readonly bytes: number
}

/**
 * Writes `baseline.json` and `cells.jsonl.gz` into a folder. The sha256 is of the cells' text and not of its compressed
 * form, which differs between versions of zlib. Equal cells give equal files under one version of Node.
 */
export async function writeBaseline(
  folder: string,
  draft: Omit<Baseline, 'cells'>,
  cells: readonly BaselineCell[],
): Promise<WrittenBaseline> {
  const text = cellsText(cells)
  const baseline: Baseline = {
    ...draft,
    cells: { file: CELLS_FILE, sha256: sha256(text), count: cells.length },
  }
  validate('baseline', baseline, 'this baseline')
  const packed = await promisify(gzip)(text, { level: 9 })
  packed[OPERATING_SYSTEM] = UNKNOWN
  const json = orderedJson(baseline)
  await mkdir(folder, { recursive: true })
  await writeAtomically(join(folder, CELLS_FILE), packed)
  await writeAtomically(join(folder, 'baseline.json'), json)
  return { folder, baseline, bytes: packed.length + Buffer.byteLength(json) }
}
