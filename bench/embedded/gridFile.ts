import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Answer, Rejection } from '../../src/core/types/index.ts'

/** An answer of the grid, without what no claim depends on: its model, which is the same for all, and its tokens. */
export type GridAnswer =
  | ({ readonly kind: 'answer' } & Pick<Answer, 'text' | 'finish'>)
  | ({ readonly kind: 'rejection' } & Pick<Rejection, 'outcome' | 'reason'>)

/** One example under every variant. */
export interface GridRow {
  readonly example: string
  /** The distinct answers, in the order in which the variants gave them first. */
  readonly answers: readonly GridAnswer[]
  /** The place of its answer for each variant, in the header's order. */
  readonly cells: readonly number[]
  /** The milliseconds that the answers took in their process. */
  readonly ms: number
}

/** The header holds everything that a grid's answers depend on: another header is another grid. */
export interface GridHeader {
  readonly schema: 1
  readonly model: string
  /** The digest of the model's folder. */
  readonly revision: string
  readonly format: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly task: string
  readonly taskHash: string
  readonly variants: readonly string[]
}

/**
 * Reads the rows of a grid file, by example; there are none if the file is missing, or is another grid's and begins again.
 * A last line that a killed run left half written is cut off.
 */
export function openGridFile(file: string, header: GridHeader): Map<string, GridRow> {
  const first = `${JSON.stringify(header)}\n`
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (!text.startsWith(first)) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, first)
    return new Map()
  }
  const whole = text.lastIndexOf('\n') + 1
  if (whole < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, whole)))
  const lines = text.slice(first.length, whole).split('\n').slice(0, -1)
  const rows = lines.map((line) => JSON.parse(line) as GridRow)
  return new Map(rows.map((row) => [row.example, row]))
}

/** Adds rows, whole lines in one write. */
export function appendGridRows(file: string, rows: readonly GridRow[]): void {
  appendFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}
