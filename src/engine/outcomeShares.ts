import type { Observation, Outcome } from '../core/words/index.ts'

/** Outcome -> number of cells; outcomes that did not occur are left out. */
export function countOutcomes(cells: readonly Observation[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of cells) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** The share of cells that ended in each outcome but `answered`, most frequent first. */
export function failingShares(counts: Partial<Record<Outcome, number>>): { outcome: Outcome; share: number }[] {
  const entries = Object.entries(counts) as [Outcome, number][]
  const total = entries.reduce((sum, [, count]) => sum + count, 0)
  return entries
    .filter(([outcome]) => outcome !== 'answered')
    .map(([outcome, count]) => ({ outcome, share: count / total }))
    .toSorted((a, b) => b.share - a.share)
}

const PHRASES: Readonly<Record<Exclude<Outcome, 'answered'>, string>> = {
  unparseable: 'were unparseable',
  refused: 'were refused',
  filtered: 'were filtered',
  too_long: 'were too long to ask',
  truncated: 'were cut off',
  schema_invalid: 'did not fit the schema',
  error: 'ended in an error',
}

/** e.g. `31% of answers were unparseable`. */
export function sayShare({ outcome, share }: { outcome: Outcome; share: number }): string {
  const percent = share === 1 ? 'all answers' : `${Math.min(99, Math.max(1, Math.round(100 * share)))}% of answers`
  return outcome === 'answered' ? `${percent} could be read` : `${percent} ${PHRASES[outcome]}`
}
