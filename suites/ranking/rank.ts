import { companions, type Perturbation } from 'vitest-robustness'
import type { Measured, Pair } from './measure.ts'

/** The fewest prompts that a figure is worth printing for. */
export const FEWEST = 30
/** The share of the tokens brought in from which on they are mostly ones that the model never met. */
const MOSTLY = 0.5
/** The accuracy before any change below which there is hardly an answer that could be lost. */
const LEAST_ACCURACY = 0.5

/** An estimate with its 95% interval. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** The figures of one perturbation. */
export interface Figures {
  readonly perturbation: Perturbation
  readonly prompts: number
  readonly tasks: readonly string[]
  /** The score on the same prompts as they are. */
  readonly before: number
  /** The loss of score, on the prompts that it changes. */
  readonly drop: Estimate
  readonly flips: Estimate
  /** The share of the perturbed prompts that got no answer that can be read. */
  readonly unanswered: number
  /** The share of the tokens brought in that the model never met; `null` where none came in. */
  readonly unknown: number | null
}

/** A perturbation that takes part. */
export interface Ranked extends Figures {
  /** The p-value of no drop and no gain, adjusted by Holm over all that are ranked. */
  readonly adjusted: number
}

/** A perturbation that does not take part, and the reason. */
export interface Unranked {
  readonly perturbation: Perturbation
  readonly reason: string
  readonly figures: Figures | null
}

/**
 * Ranks perturbations by the damage that each does: the greatest loss of score first. Intervals are BCa bootstraps over
 * independent sources; p-values come from permutations of the sources' signs, two-sided.
 */
export function rank(all: readonly Measured[]): {
  readonly ranked: readonly Ranked[]
  readonly unranked: readonly Unranked[]
} {
  const { holm, pairedPermutation } = companions('measure')
  const judged = all.map((measured) => ({ measured, ...judge(measured) }))
  const taking = judged.flatMap(({ measured, figures, reason }) =>
    figures && reason === null ? [{ measured, figures }] : [],
  )
  const adjusted = holm(taking.map(({ measured: { pairs } }) => pairedPermutation(sums(pairs), { seed: 1 }).pValue))
  const ranked = taking.map(({ figures }, at) => Object.assign({}, figures, { adjusted: adjusted[at] ?? 1 }))
  return {
    ranked: ranked.toSorted((a, b) => b.drop.mean - a.drop.mean || b.flips.mean - a.flips.mean),
    unranked: judged.flatMap(({ measured: { perturbation }, figures, reason }) =>
      reason === null ? [] : [{ perturbation, reason, figures }],
    ),
  }
}

function judge({ perturbation, pairs, tried, reasons }: Measured): { figures: Figures | null; reason: string | null } {
  if (pairs.length < FEWEST) {
    const few =
      pairs.length === 0 ? `applies to none of ${tried} prompts` : `applies to ${pairs.length} of ${tried} prompts`
    return { figures: null, reason: `${few} (${reasons.slice(0, 2).join('; ')})` }
  }
  const figures = figuresOf(perturbation, pairs)
  const { unknown, before } = figures
  if (unknown !== null && unknown > MOSTLY) {
    return { figures, reason: `${percent(unknown)} of the tokens that it brings in are ones that the model never met` }
  }
  if (before < LEAST_ACCURACY) {
    const none = 'the models were tuned on no prompts of the kind that it needs'
    return { figures, reason: `${none}: the score is ${percent(before)} before any change` }
  }
  if (perturbation.preserves === 'changes') return { figures, reason: 'directional: the answer must change' }
  return { figures, reason: null }
}

function figuresOf(perturbation: Perturbation, pairs: readonly Pair[]): Figures {
  const sum = (figure: (pair: Pair) => number): number => pairs.reduce((total, pair) => total + figure(pair), 0)
  const tokens = sum((pair) => pair.tokens)
  return {
    perturbation,
    prompts: pairs.length,
    tasks: [...new Set(pairs.map(({ task }) => task))],
    before: sum((pair) => pair.before) / pairs.length,
    drop: estimate(pairs, ({ before, after }) => before - after),
    flips: withinOne(estimate(pairs, ({ flipped }) => Number(flipped))),
    unanswered: sum(({ answered }) => Number(!answered)) / pairs.length,
    unknown: tokens === 0 ? null : sum((pair) => pair.unknown) / tokens,
  }
}

/**
 * Estimates a mean with its interval. Where nothing varied the bootstrap has no width; then it is the exact one
 * (Clopper–Pearson) for how many of the sources could differ and did not show it here.
 */
function estimate(pairs: readonly Pair[], figure: (pair: Pair) => number): Estimate {
  const { clopperPearson, clusteredBootstrap } = companions('measure')
  const values = pairs.map(figure)
  const groups = pairs.map(({ group }) => group)
  const mean = values.reduce((total, value) => total + value, 0) / values.length
  if (values.some((value) => value !== mean)) {
    const { low, high } = clusteredBootstrap(values, groups, { seed: 1 })
    return { mean, low, high }
  }
  const [, most] = clopperPearson(0, new Set(groups).size, 0.95)
  return { mean, low: mean - most, high: mean + most }
}

/** Limits an estimate to [0, 1]. */
function withinOne({ mean, low, high }: Estimate): Estimate {
  return { mean, low: Math.max(0, low), high: Math.min(1, high) }
}

/** Sums the lost score of each independent source. */
function sums(pairs: readonly Pair[]): number[] {
  const groups = Map.groupBy(pairs, ({ group }) => group)
  return [...groups.values()].map((source) => source.reduce((total, { before, after }) => total + before - after, 0))
}

/** Writes a share in percent, one digit. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}
