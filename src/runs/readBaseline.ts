import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { canonicalJson, sha256 } from '../core/hash/index.ts'
import { messageOf } from '../core/text/index.ts'
import { type Baseline, type BaselineCell, OUTCOMES, UsageError } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import type { CellsHeader, CellsRow } from './writeBaseline.ts'
import { parseJson, readBytes, readText } from './_internal/files.ts'

/** The most lines that are named one by one; the others are counted. */
const MOST_FAULTS = 5

/** The most bytes of text that a cell may take with its ids: many times what real ones take. */
const MOST_PER_CELL = 64 * 1024

/** A baseline folder, read and checked. */
export interface StoredBaseline {
  readonly folder: string
  /** Folder name and 12 digits of the content's hash, e.g. `tiny@3f9a0c11d2e4`: what a run names as compared with. */
  readonly id: string
  readonly baseline: Baseline
  readonly cells: readonly BaselineCell[]
  /** The size of both files together. */
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
    // A baseline may come from elsewhere: it must not fill the memory before its hash is checked.
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

/**
 * Reads what `cellsText` wrote. That the text has the sha256 of `baseline.json` shows only that both were written
 * together, so each cell's shape is checked: a wrong one would decide claims, or fail later, far from its file. Throws
 * one `UsageError` that names the wrong lines of `file` (of the uncompressed text), and what is wrong with each.
 */
export function parseCells(text: string, file: string): BaselineCell[] {
  const cells: BaselineCell[] = []
  const faults: string[] = []
  const tasks = new Set<string>()
  const examples = new Set<string>()
  let header: CellsHeader | null = null
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const wrong = (what: string): void => void faults.push(`${file}:${index + 1}: ${what}`)
    const value = parsed(line)
    if (isRecord(value)) {
      const fault = headerFault(value) ?? (tasks.has(String(value['task'])) ? 'its task has a header already' : null)
      header = fault === null ? (value as unknown as CellsHeader) : null
      if (header !== null) tasks.add(header.task)
      if (fault !== null) wrong(fault)
      examples.clear()
      continue
    }
    if (header === null) {
      if (faults.length === 0) wrong('cells begin with a header line: {"task", "variants", "trials"}')
      continue
    }
    const fault = rowFault(value, header)
    if (fault !== null) {
      wrong(fault)
      continue
    }
    const row = value as CellsRow
    if (examples.has(row[0])) wrong(`the example ${JSON.stringify(row[0])} comes twice in its task`)
    examples.add(row[0])
    addCells(cells, row, header)
  }
  if (faults.length === 0) return cells
  const more = faults.length > MOST_FAULTS ? `\nand ${faults.length - MOST_FAULTS} more lines` : ''
  throw new UsageError(
    `${faults.slice(0, MOST_FAULTS).join('\n')}${more}\nThese cells are not as an acceptance writes them: ` +
      'restore the baseline from its history, or accept again.',
  )
}

/** Adds the cells of a row, of which a baseline has many thousands: each process of a run reads them before it asks. */
function addCells(
  cells: BaselineCell[],
  [example, replies, slots]: CellsRow,
  { task, variants, trials }: CellsHeader,
): void {
  for (let slot = 0; slot < slots.length; slot++) {
    const number = slots[slot]!
    if (number === -1) continue
    const [outcome, score, answerHash] = replies[number]!
    const variant = variants[Math.floor(slot / trials)]!
    cells.push({ task, example, variant, trial: slot % trials, outcome, score, answerHash })
  }
}

function headerFault({ task, variants, trials, ...others }: Readonly<Record<string, unknown>>): string | null {
  if (typeof task !== 'string') return 'a header names its task'
  if (!isListOf(variants, isText) || variants.length === 0) return 'a header lists its variants by id'
  if (new Set(variants).size < variants.length) return 'a header names each variant once'
  if (!Number.isSafeInteger(trials) || (trials as number) < 1) return 'the trials of a header are a whole number from 1'
  const [odd] = Object.keys(others)
  return odd === undefined ? null : `a header has no field ${JSON.stringify(odd)}`
}

function rowFault(value: unknown, { variants, trials }: CellsHeader): string | null {
  if (!Array.isArray(value) || value.length !== 3) return 'no row of an example: [id, replies, slots]'
  const [example, replies, slots] = value as readonly unknown[]
  if (!isText(example)) return 'a row begins with the id of its example'
  if (!Array.isArray(replies)) return 'the second part of a row lists its replies'
  for (const reply of replies) {
    const fault = replyFault(reply)
    if (fault !== null) return fault
  }
  if (!Array.isArray(slots) || slots.length !== variants.length * trials || !allWithin(slots, replies.length))
    return slotFault(slots, variants.length * trials, replies.length)
  return null
}

/** Says whether each slot is the number of a reply, or -1. A baseline has more slots than anything else: this is its longest loop. */
function allWithin(slots: readonly unknown[], replies: number): boolean {
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at] as number
    if (!Number.isSafeInteger(slot) || slot < -1 || slot >= replies) return false
  }
  return true
}

function slotFault(slots: unknown, wanted: number, replies: number): string {
  if (!isListOf(slots, Number.isSafeInteger)) return 'the third part of a row gives the number of a reply for each slot'
  if (slots.length !== wanted) return `a row has ${wanted} slots, this one ${slots.length}`
  const strange = slots.find((slot) => (slot as number) < -1 || (slot as number) >= replies)
  return `a slot names reply ${String(strange)}, of which there are ${replies}`
}

const KNOWN: ReadonlySet<unknown> = new Set(OUTCOMES)
const HASH = /^[0-9a-f]{16}$/

function replyFault(reply: unknown): string | null {
  if (!Array.isArray(reply) || reply.length !== 3) return 'a reply is [outcome, score, hash of the answer]'
  const [outcome, score, answerHash] = reply as readonly unknown[]
  if (!KNOWN.has(outcome)) return `no outcome ${JSON.stringify(outcome)?.slice(0, 40)}`
  if (typeof score !== 'number' || !(score >= 0 && score <= 1)) return 'a score must be between 0 and 1'
  if (outcome === 'answered')
    return typeof answerHash === 'string' && HASH.test(answerHash)
      ? null
      : 'an answered cell has the first 16 hex digits of its answer'
  return score === 0 && answerHash === null ? null : `a cell that is ${String(outcome)} scores 0 and has no answer`
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => fits(item))
}
