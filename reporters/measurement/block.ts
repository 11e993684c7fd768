/** The layout of a measure run's report: blocks of a heading, a table and sentences. */
import type { MeasuredInterval, MeasuredMetric } from '../../src/core/types/index.ts'

/** A part of a measure run's report: a heading, a table, sentences. Its texts are plain and may hold anything. */
export interface Block {
  readonly heading: string
  /** Rows of equal length, of which the first is the head; empty where there is no table. */
  readonly table: readonly (readonly string[])[]
  /** True if the first column is long, and stands above the rest of its row where lines are short. */
  readonly stacked?: boolean
  /** True if no row may be left out, however little room there is. */
  readonly whole?: boolean
  readonly lines: readonly string[]
}

/** Writes a figure; by default to three decimals, which shows a tenth of a point. */
export function figure(value: number | null, digits = 3): string {
  return value === null ? 'none' : value.toFixed(digits).replace(/^-(0(\.0+)?)$/, '$1')
}

/** Writes an interval as `0.571..0.653`, or nothing where there is none. */
export function range(interval: Pick<MeasuredInterval, 'low' | 'high'> | null | undefined, digits?: number): string {
  return interval ? `${figure(interval.low, digits)}..${figure(interval.high, digits)}` : ''
}

/** Writes the share of cells without an answer, in percent. */
export function notAnswered({ answered = 0 }: MeasuredMetric['rates']): string {
  return percent(Math.max(0, 1 - answered))
}

/** Writes the shares of everything but answers, in percent: `3.1% unparseable, 0.2% refused`. */
export function nonAnswers(rates: MeasuredMetric['rates']): string {
  const shares = Object.entries(rates)
    .filter(([outcome, share]) => outcome !== 'answered' && share > 0)
    .toSorted(([, a], [, b]) => b - a)
  return shares.length === 0
    ? 'none of the cells'
    : shares.map(([outcome, share]) => `${percent(share)} ${outcome}`).join(', ')
}

/** Writes a share in percent, to a tenth. */
export function percent(share: number): string {
  const text = (100 * share).toFixed(1)
  return `${text === '0.0' && share > 0 ? '<0.1' : text}%`
}
