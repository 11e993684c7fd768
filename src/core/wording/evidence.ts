import { counted } from '../text/index.ts'
import { OUTCOMES, type ClaimResult, type ClaimSpec, type Outcome, type Role } from '../types/index.ts'

/** Returns the name of a claim's unit: `example` where each example is its own source. */
export function unitNoun({ spec, units, examples }: Pick<ClaimResult, 'spec' | 'units' | 'examples'>): string {
  if (spec.population === 'instructions') return 'instruction'
  return units === examples ? 'example' : 'source'
}

/** Returns the sample that a verdict rests on: `84 examples, 252 cells`; with the sources, where examples share them. */
export function claimSample(result: Pick<ClaimResult, 'spec' | 'units' | 'examples' | 'cells'>): string {
  const { units, examples, cells } = result
  const noun = unitNoun(result)
  const sources = noun === 'example' || units === examples ? [] : [counted(units, noun)]
  return [...sources, counted(examples, 'example'), counted(cells, 'cell')].join(', ')
}

/** Outcomes that are no answer, always shown: `3 unparseable, 1 error, of 252 cells`; `null` if every cell was answered. */
export function unanswered(result: Pick<ClaimResult, 'outcomes'>): string | null {
  const total = OUTCOMES.reduce((sum, outcome) => sum + (result.outcomes[outcome] ?? 0), 0)
  const parts = OUTCOMES.filter((outcome) => outcome !== 'answered' && (result.outcomes[outcome] ?? 0) > 0)
  if (parts.length === 0) return null
  return `${parts.map((outcome) => `${result.outcomes[outcome]} ${outcome}`).join(', ')}, of ${counted(total, 'cell')}`
}

/** Returns what `unanswered` says where more than one cell in twenty has no answer; `null` elsewhere. */
export function notablyUnanswered(result: Pick<ClaimResult, 'outcomes'>): string | null {
  const share = failingShares(result.outcomes).reduce((sum, one) => sum + one.share, 0)
  return share > NOTABLE ? unanswered(result) : null
}

/** A share of cells without an answer that a passing claim must not hide. */
const NOTABLE = 0.05

/**
 * Returns the outcome other than an answer that most cells ended in: `all answers were unparseable`; `null` where most were
 * answered.
 */
export function mostlyUnanswered(counts: Partial<Record<Outcome, number>>): string | null {
  const [first] = failingShares(counts)
  return first && first.share >= DOMINANT ? shareInWords(first) : null
}

/** The share from which on cells without an answer explain a failure. */
const DOMINANT = 0.5

/** Returns the share of cells that ended in each outcome but `answered`, most frequent first. */
export function failingShares(counts: Partial<Record<Outcome, number>>): { outcome: Unanswered; share: number }[] {
  const total = OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0)
  return OUTCOMES.filter((outcome) => outcome !== 'answered')
    .map((outcome) => ({ outcome, share: (counts[outcome] ?? 0) / (total || 1) }))
    .filter(({ share }) => share > 0)
    .toSorted((a, b) => b.share - a.share)
}

type Unanswered = Exclude<Outcome, 'answered'>

const PHRASES: Readonly<Record<Unanswered, string>> = {
  unparseable: 'were unparseable',
  refused: 'were refused',
  filtered: 'were filtered',
  too_long: 'were too long to ask',
  truncated: 'were cut off',
  schema_invalid: 'did not fit the schema',
  error: 'ended in an error',
}

/** e.g. `31% of answers were unparseable`. */
export function shareInWords({ outcome, share }: { outcome: Unanswered; share: number }): string {
  const percent = share === 1 ? 'all answers' : `${Math.min(99, Math.max(1, Math.round(100 * share)))}% of answers`
  return `${percent} ${PHRASES[outcome]}`
}

/**
 * Says which cells a claim asks of each example: `each example meets 1 canonical and 2 of 23 paraphrase variants, drawn for
 * it alone from the plan's seed, the same for every release`.
 */
export function samplingDesign({ roles, population }: Pick<ClaimSpec, 'roles' | 'population'>): string {
  if (population === 'instructions')
    return 'each instruction is drawn once, and asked on examples that are drawn for it alone'
  const parts = roles.map(part)
  const drawn = roles.some(({ draw, pool }) => draw < pool.length)
  const how = drawn ? ", drawn for it alone from the plan's seed, the same for every release" : ''
  const shown = parts.length > MOST ? [...parts.slice(0, MOST), `${parts.length - MOST} more roles`] : parts
  return `each example meets ${shown.join(' and ')}${how}`
}

/** Roles named one by one; a race has one for each instruction. */
const MOST = 3

function part({ name, pool, draw, trials, task }: Role): string {
  const noun = name === 'asked' ? 'variant' : `${name} variant`
  const amount = draw === pool.length ? counted(draw, noun) : `${draw} of ${counted(pool.length, noun)}`
  return `${amount}${task === undefined ? '' : ` of ${task}`}${trials > 1 ? ` (${trials} trials)` : ''}`
}
