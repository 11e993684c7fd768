import { toBeStableUnderParaphrase } from '../../src/claims/toBeStableUnderParaphrase.ts'
import type { Interval, Observation } from '../../src/core/types/index.ts'
import type { Stream, Unit } from './scenario.ts'

/** Draws flips among `m` draws at `rate`, correlated by `rho`: a Pólya urn, so a beta-binomial count. */
export function countFlips(m: number, rate: number, rho: number, random: () => number): number {
  let count = 0
  const weight = rho === 0 ? 0 : 1 / rho - 1
  for (let i = 0; i < m; i++) {
    const chance = rho === 0 ? rate : (rate * weight + count) / (weight + i)
    if (random() < chance) count++
  }
  return count
}

/** Draws mean flips over `m` variants of each example, which also meets the canonical prompt. */
export function flips(m: number, rate: number, rho: number, random: () => number): Stream {
  const unit: Unit = { least: 0, most: 0, calls: m + 1 }
  return () => {
    unit.least = unit.most = countFlips(m, rate, rho, random) / m
    return unit
  }
}

/**
 * Draws documents of 1 to 8 examples alike; longer ones flip more, so that the mean over documents is not that over
 * examples.
 */
export function documents(rate: number, random: () => number): Stream {
  const unit: Unit = { least: 0, most: 0, calls: 0 }
  return () => {
    const size = 1 + Math.floor(8 * random())
    unit.least = unit.most = countFlips(size, (rate * size) / 4.5, 0.5, random) / size
    unit.calls = 2 * size
    return unit
  }
}

/** Draws flips of which some are unknown because the cell ended in an error, more often where the answer flips. */
export function withErrors(rate: number, random: () => number): Stream {
  const unit: Unit = { least: 0, most: 0, calls: 2 }
  return () => {
    const flipped = random() < rate ? 1 : 0
    const lost = random() < (flipped === 1 ? 0.1 : 0.005)
    unit.least = lost ? 0 : flipped
    unit.most = lost ? 1 : flipped
    return unit
  }
}

/** Draws scores in quarters with this mean, of one call each. */
export function grades(mean: number, random: () => number): Stream {
  const unit: Unit = { least: 0, most: 0, calls: 1 }
  return () => {
    unit.least = unit.most = random() < 2 * (1 - mean) ? Math.floor(5 * random()) / 4 : 1
    return unit
  }
}

/**
 * Draws the candidate's score minus the baseline's: they differ on `discordance` of the examples, with this mean
 * difference.
 */
export function paired(discordance: number, mean: number, random: () => number): Stream {
  const unit: Unit = { least: 0, most: 0, calls: 1 }
  const worse = (discordance - mean) / 2
  return () => {
    const at = random()
    unit.least = unit.most = at < worse ? -1 : at < discordance ? 1 : 0
    return unit
  }
}

/**
 * Draws excess flips over two paraphrases with two trials each. On half of the examples the answer is settled; on the
 * others it is one of two, the first with chance 0.6, or lower by √(2 · excess) under a paraphrase.
 */
export function excess(mean: number, random: () => number): Stream {
  const unit: Unit = { least: 0, most: 0, calls: 6 }
  const [own, other] = [0.6, 0.6 - Math.sqrt(2 * mean)]
  return () => {
    const mixed = random() < 0.5
    let code = 0
    for (let cell = 0; cell < 6; cell++) {
      const first = mixed && random() < (cell < 2 ? own : other)
      code = 2 * code + (first ? 1 : 0)
    }
    const value = EXCESS[code]!
    unit.least = value.least
    unit.most = value.most
    return unit
  }
}

/** The claim's own value for every way in which two canonical trials and two trials of two paraphrases may be answered. */
const EXCESS: readonly Interval[] = Array.from({ length: 64 }, (_, code) => {
  const cells = Array.from({ length: 6 }, (__, cell) => {
    const answer = ((code >> (5 - cell)) & 1) === 1 ? 'first' : 'second'
    return { outcome: 'answered', answer } as Observation
  })
  const evidence = {
    canonical: { candidate: cells.slice(0, 2), baseline: [] },
    paraphrase: { candidate: cells.slice(2), baseline: [] },
  }
  return toBeStableUnderParaphrase.value(evidence, (a, b) => a === b, { maxExcessFlipRate: 0.05 })
})

/** Gives the values in an order, one after the other; each costs `calls`. */
export function listed(values: ArrayLike<number>, order: ArrayLike<number>, calls: number): Stream {
  const unit: Unit = { least: 0, most: 0, calls }
  let at = 0
  return () => {
    if (at === order.length) return null
    unit.least = unit.most = values[order[at++]!]!
    return unit
  }
}
