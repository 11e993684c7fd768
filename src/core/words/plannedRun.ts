import type { Budget } from './budget.ts'

/** A figure that may not be known, and then why not. Exactly one of the two says something. */
export interface Known<T> {
  readonly value: T | null
  /** Where it comes from, or why there is none. */
  readonly from: string
}

/** How often an unchanged release would end each way, under one assumption about its answers. Simulated. */
export interface Chances {
  /** What was assumed of the values of units. */
  readonly assumption: string
  readonly pass: number
  readonly fail: number
  readonly inconclusive: number
  /** Largest standard error of the three shares. */
  readonly error: number
  /** Claims simulated. */
  readonly runs: number
  /** Units asked until the stop: mean, median and 90th percentile. */
  readonly units: { readonly mean: number; readonly median: number; readonly p90: number }
}

/** What can be expected, and what it is at the worst: every unit of the pool, or as many as the claim may ask. */
export interface ExpectedMost {
  readonly expected: number
  readonly most: number
}

/** Why the data cannot decide a claim, and what they could. */
export interface Undecidable {
  readonly reason: string
  /** The nearest limit that the pool could decide, `null` where none can. */
  readonly limit: number | null
  /** Independent sources that the limit as it stands would need; `null` where no number is enough, or none was found. */
  readonly units: number | null
  /** Present where an unchanged release passes with that limit, or so many sources, nine times in ten, if this is so. */
  readonly nineInTen?: string
}

/** What else would let an unchanged release pass more often on the sources that are there. */
export interface OtherDesigns {
  /** What is assumed, in words. */
  readonly assumption: string
  /** Variants that each source meets as the claim is written. */
  readonly now: number
  /**
   * The least number of variants with which it passes four times in five (`enough`), or the best of those that fit the budget; with
   * the chance and the candidate's cells at most. `null` where more variants do not help, or the budget has no room for them.
   */
  readonly variants: {
    readonly variants: number
    readonly passes: number
    readonly cells: number
    readonly enough: boolean
  } | null
  /** How often `population: 'dataset'` would pass; `null` where the budget has no room for it. */
  readonly dataset: number | null
}

/** What one claim would take, and how it would end. Nothing was asked for it. */
export interface PlannedClaim {
  readonly id: string
  readonly title: string
  readonly release: string
  readonly task: string
  /** e.g. `flip rate at most 0.05 on these 24 rewordings`. */
  readonly statement: string
  readonly advisory: boolean
  /** Why no gate would decide it: a regression claim without a baseline. `null`: it would be decided. */
  readonly notApplicable: string | null
  /** Independent sources in the pool. */
  readonly pool: number
  /** What sources are, where they are not groups of examples. */
  readonly unit?: 'instruction'
  /** Candidate cells of the full grid. */
  readonly grid: number
  /** Variants that each example meets, by role, and why so many. */
  readonly draw: string
  readonly cells: ExpectedMost
  readonly calls: { readonly candidate: ExpectedMost; readonly baseline: ExpectedMost; readonly note: string }
  /** Input and output together. */
  readonly tokens: Known<ExpectedMost>
  readonly cost: Known<ExpectedMost & { readonly currency: string }>
  readonly seconds: Known<ExpectedMost>
  /** The true value from which on a change to the worse is found with a chance of at least 80%, and how far from the limit. */
  readonly detectable: Known<{ readonly at: number; readonly effect: number }>
  /** The first is the one that expectations rest on. Empty where they cannot be simulated, as `chancesNote` says. */
  readonly chances: readonly Chances[]
  readonly chancesNote: string
  /**
   * The strictest limits that an unchanged release passes nine times in ten, simulated: by the first line of `chances`, and of a
   * claim against the baseline also where no answer differs. `null`: none is passed so often.
   */
  readonly strictest: readonly { readonly assumption: string; readonly limit: number | null }[]
  /** `null` where an unchanged release passes four times in five as it is, or nothing else was looked for. */
  readonly otherDesigns: OtherDesigns | null
  readonly undecidable: Undecidable | null
}

/** What a whole run would take. A cell that several claims share is asked once, and counted once here. */
export interface PlannedRun {
  readonly schema: 1
  readonly candidate: string
  readonly baseline: string | null
  readonly seed: string
  readonly alpha: number
  /** K. */
  readonly claimsPlanned: number
  /** Sorted by title. */
  readonly claims: readonly PlannedClaim[]
  readonly calls: ExpectedMost
  /** Calls that claims share, and so are not made twice: of the expected ones, and of the most. */
  readonly shared: ExpectedMost
  readonly tokens: Known<ExpectedMost>
  readonly cost: Known<ExpectedMost & { readonly currency: string }>
  readonly seconds: Known<ExpectedMost>
  /**
   * The chance that an unchanged release passes all gating claims, each by the first line of its chances: `product` as if they
   * were independent, `most` that of the claim which passes least often.
   */
  readonly gate: Known<{ readonly product: number; readonly most: number }>
  readonly budget: Budget | null
  /** What stands in the way: an undecidable claim, a paid endpoint without a budget, a budget that is too small. */
  readonly problems: readonly string[]
  /** 0, or 2 where a gating claim cannot be decided. */
  readonly exitCode: 0 | 2
}
