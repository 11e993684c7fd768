import { chooseDraw } from '../../src/core/sampling/index.ts'
import { type Rule } from '../../src/core/sequential/index.ts'
import { drawVariants } from '../../src/core/sampling/draw.ts'
import { EXAMPLES, INSTRUCTIONS, type SimulatedRelease } from './releases.ts'

/** A claim of the simulated suite: the cells that it asks of one example, and the value of the answers. */
export interface GateClaim {
  readonly title: string
  readonly rule: Rule
  /** Returns the instructions asked on an example, by number. */
  readonly asked: (example: number) => readonly number[]
  /**
   * Computes the statistic on one example from its instructions; the canonical one is not among them where the claim asks
   * it separately.
   */
  readonly value: (candidate: SimulatedRelease, example: number, asked: readonly number[]) => number
  /** Every instruction that the full grid has for the claim. */
  readonly all: readonly number[]
}

const ALPHA = 0.05
export const FLOOR = 0.8
export const MARGIN = 0.05
const FLIPS = 0.05

const every = Array.from({ length: INSTRUCTIONS }, (_, at) => at)
const names = every.map(String)

/**
 * Makes three claims, so K = 3: accuracy above a floor, no worse than the accepted release, and stable under paraphrase.
 */
export function gateClaims(baseline: SimulatedRelease): readonly GateClaim[] {
  const one = drawn(names, chooseDraw(INSTRUCTIONS, 0).m)
  const reworded = drawn(names.slice(1), chooseDraw(INSTRUCTIONS - 1, 1).m)
  return [
    {
      title: 'accuracy',
      rule: rule({ range: [0, 1], limit: FLOOR, sense: 'at least' }),
      asked: one,
      value: right,
      all: every,
    },
    {
      title: 'difference',
      rule: rule({ range: [-1, 1], limit: -MARGIN, sense: 'at least' }),
      asked: one,
      value: (candidate, example, asked) => right(candidate, example, asked) - right(baseline, example, asked),
      all: every,
    },
    {
      title: 'flip rate',
      rule: rule({ range: [0, 1], limit: FLIPS, sense: 'at most' }),
      asked: (example) => [0, ...reworded(example)],
      value: ({ answers }, example, asked) =>
        mean(asked.slice(1), (at) =>
          answers[example * INSTRUCTIONS + at] === answers[example * INSTRUCTIONS] ? 0 : 1,
        ),
      all: every,
    },
  ]
}

function rule(own: Pick<Rule, 'range' | 'limit' | 'sense'>): Rule {
  // The pool is known beforehand, so a part of the capital bets on its end, as in a gate.
  return { ...own, alpha: ALPHA, claims: 3, spans: [{ start: 0, end: EXAMPLES }] }
}

function right({ answers }: SimulatedRelease, example: number, asked: readonly number[]): number {
  return mean(asked, (at) => (answers[example * INSTRUCTIONS + at] === 0 ? 1 : 0))
}

function drawn(pool: readonly string[], draw: number): GateClaim['asked'] {
  return (example) => drawVariants('simulated', String(example), pool, draw).map(Number)
}

/** Says whether a mean is within the rule's limit. */
export function within(value: number, { limit, sense }: Rule): boolean {
  return sense === 'at most' ? value <= limit : value >= limit
}

function mean(numbers: readonly number[], figure: (number: number) => number): number {
  return numbers.reduce((sum, number) => sum + figure(number), 0) / numbers.length
}
