import { UsageError } from '../core/words/index.ts'

/** What a measure run may spend: cells by task (or the same number for each), or nothing yet: a survey of the tasks. */
export type MeasureBudget = { readonly survey: string } | { readonly cells: number | Readonly<Record<string, number>> }

/**
 * Reads ROBUSTNESS_CELLS (a whole number: so many cells for each task; or JSON with a number by task) and
 * ROBUSTNESS_SURVEY (a file: the tasks are written there and nothing is asked). `undefined` where neither is set.
 * Throws `UsageError`.
 */
export function readMeasureBudget(env: NodeJS.ProcessEnv): MeasureBudget | undefined {
  const { ROBUSTNESS_SURVEY: survey, ROBUSTNESS_CELLS: written } = env
  if (survey) return { survey }
  if (!written) return undefined
  const cells = parsed(written)
  const counts = typeof cells === 'number' ? [cells] : isRecord(cells) ? Object.values(cells) : []
  if (counts.length === 0 || !counts.every((count) => Number.isSafeInteger(count) && Number(count) > 0)) {
    throw new UsageError(`ROBUSTNESS_CELLS=${JSON.stringify(written)}: must be a whole number of cells from 1`)
  }
  return { cells: cells as number | Record<string, number> }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
