import type { BaselineCell, Observation } from '../words/index.ts'

/** One cell of both releases. */
export interface Pair {
  readonly task: string
  readonly example: string
  /** The independent source of the example. */
  readonly group: string
  readonly variant: string
  readonly gold: string
  readonly before: number
  readonly now: number
}

/** Finds an accepted cell; `null` where the baseline has none. */
export type FindCell = (task: string, example: string, variant: string, trial: number) => BaselineCell | null

/**
 * The candidate's cells that the baseline holds as well, each once. A cell that ended in an error says nothing of the
 * model and is left out.
 */
export function pairCells(observations: readonly Observation[], candidate: string, find: FindCell): Pair[] {
  const pairs = new Map<string, Pair>()
  for (const { release, task, example, group, variant, trial, gold, score, outcome } of observations) {
    if (release !== candidate || outcome === 'error') continue
    const accepted = find(task, example, variant, trial)
    if (accepted === null || accepted.outcome === 'error') continue
    const key = JSON.stringify([task, example, variant, trial])
    pairs.set(key, { task, example, group, variant, gold, before: accepted.score, now: score })
  }
  return [...pairs.values()]
}
