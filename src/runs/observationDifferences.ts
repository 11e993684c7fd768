import { namesUpTo } from '../core/text/index.ts'
import type { Observation } from '../core/types/index.ts'
import { compareCells } from './compareCells.ts'
import { observationKey } from './observationKey.ts'

/** Cells named in one difference. */
const MOST = 5

/**
 * Where the observations of a run contradict each other or themselves, whatever was claimed of them: one cell with two
 * results, one example with two sources or two right answers, a reason for no answer beside an answer, choices without the
 * text that was chosen. One sentence each. They are in the order of their cells.
 */
export function observationDifferences(observations: readonly Observation[]): string[] {
  const examples = new Map<string, Observation>()
  const split: Observation[] = []
  const odd: Observation[] = []
  const found: string[] = []
  for (const [index, observation] of observations.entries()) {
    const before = observations[index - 1]
    if (before !== undefined && compareCells(before, observation) === 0)
      found.push(`the cell ${observationKey(observation)} was observed twice, with different results`)
    const { task, example, group, gold } = observation
    const key = `${task}/${example}`
    const first = examples.get(key)
    if (first === undefined) examples.set(key, observation)
    else if (first.group !== group || first.gold !== gold) split.push(observation)
    if (!holdsTogether(observation)) odd.push(observation)
  }
  if (split.length > 0)
    found.push(
      `${split.length} observations have another source or another right answer than others of the same example: ${named(split)}`,
    )
  if (odd.length > 0)
    found.push(
      `${odd.length} observations have parts that do not go together (outcome, reason, choices): ${named(odd)}`,
    )
  return found
}

function holdsTogether({ outcome, reason, raw, choices }: Observation): boolean {
  if (outcome === 'answered' && reason !== undefined) return false
  if (choices === undefined) return true
  const { texts, logProbabilities, tokens } = choices
  if (texts.length !== logProbabilities.length || texts.length !== tokens.length) return false
  return raw === null || texts.includes(raw)
}

function named(observations: readonly Observation[]): string {
  return namesUpTo(MOST, observations.map(observationKey))
}
