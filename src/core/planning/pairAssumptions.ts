import type { Rule } from '../sequential/index.ts'
import { DISCORDANCES, GAINS, type Assumption } from './assumptions.ts'

/** Digits after which two differences are one: rounding of sums. */
const DIGITS = 1e9

/**
 * The default table for claims that hold one task against another: the statistic is the same on both, or, where that
 * would not keep the limit, so far better on the own one. Sources of two tasks are independent, so their noise adds up. A
 * statistic of range 1 is a rate, and each unit has it wholly or not at all; of a wider one so many units differ, half of
 * them to each end.
 */
export function pairAssumptions(rule: Pick<Rule, 'range' | 'limit' | 'sense'>): Assumption[] {
  const { range, limit, sense } = rule
  const width = (range[1] - range[0]) / 2
  if (keptAlike(rule)) {
    return DISCORDANCES.map((share) => {
      if (width <= 1) return differenceOf(having(share), having(share), `${share} on both tasks`)
      const differ = share === 0 ? 'no source differs' : `${100 * share}% of sources differ`
      return differenceOf(shifting(share), shifting(share), `alike on both, ${differ}`)
    })
  }
  return GAINS.flatMap((gain) => {
    const apart = Math.abs(limit) + gain
    if (apart > 0.9) return []
    const [less, more] = [0.05, 0.05 + apart]
    const [own, other] = sense === 'at most' ? [less, more] : [more, less]
    const words = `${Number(own.toPrecision(3))} here, ${Number(other.toPrecision(3))} on the other task`
    return [differenceOf(having(own), having(other), words)]
  })
}

/** Whether two tasks that are alike keep the limit. */
export function keptAlike({ limit, sense }: Pick<Rule, 'limit' | 'sense'>): boolean {
  return sense === 'at most' ? limit > 0 : limit < 0
}

/** The difference of two independent units, one of each task. */
export function differenceOf(own: Assumption['values'], other: Assumption['values'], words: string): Assumption {
  const weights = new Map<number, number>()
  for (const a of own)
    for (const b of other) {
      const value = Math.round((a.value - b.value) * DIGITS) / DIGITS
      weights.set(value, (weights.get(value) ?? 0) + a.weight * b.weight)
    }
  return { words, values: [...weights].map(([value, weight]) => ({ value, weight })) }
}

function having(rate: number): Assumption['values'] {
  return [
    { value: 0, weight: 1 - rate },
    { value: 1, weight: rate },
  ]
}

function shifting(share: number): Assumption['values'] {
  return [
    { value: 0, weight: 1 - share },
    { value: -1, weight: share / 2 },
    { value: 1, weight: share / 2 },
  ]
}
