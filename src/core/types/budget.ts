/**
 * A budget is the most that calls to models may take. What is left out is not limited; answers from store or journal
 * take nothing.
 *
 * @example
 * const nightly: Budget = { calls: 5000, cost: 2.5, seconds: 1800 }
 */
export interface Budget {
  /** The most calls, repeated attempts included: a whole number from 1. */
  readonly calls?: number
  /**
   * The most tokens, in and out together: a whole number from 1. Where an endpoint reports none, four characters count
   * as one.
   */
  readonly tokens?: number
  /** The most money, above 0, in the currency of the price table. It needs a price for every release that is asked. */
  readonly cost?: number
  /** Seconds since the first call, above 0: no call is begun later. */
  readonly seconds?: number
}

/**
 * A price says what a model's tokens cost.
 *
 * @example
 * const price: Price = { inputPerMillion: 0.15, outputPerMillion: 0.6 }
 * (120_000 * price.inputPerMillion + 8000 * price.outputPerMillion) / 1e6 // => 0.0228
 */
export interface Price {
  /** The price of a million tokens of prompt, from 0. */
  readonly inputPerMillion: number
  /** The price of a million tokens of answer, from 0. */
  readonly outputPerMillion: number
  /** The price of a million of the output's tokens that were spent on reasoning, from 0. Default: as other output. */
  readonly reasoningPerMillion?: number
  /** The currency, one for the whole table. Default: `USD`. */
  readonly currency?: string
}

/**
 * A price table maps the name of a release or of a model to its price. `unknown` marks an endpoint that costs money
 * nobody can count here.
 *
 * @example
 * const prices: PriceTable = {
 *   'small-model': { inputPerMillion: 0.15, outputPerMillion: 0.6 },
 *   'partner-endpoint': 'unknown',
 * }
 */
export type PriceTable = Readonly<Record<string, Price | 'unknown'>>

/** A `CallUsage` says what one call took. */
export interface CallUsage {
  readonly input: number
  /** Tokens of the output, reasoning included. */
  readonly output: number
  readonly reasoning: number
  /** Says whether tokens were estimated, because the endpoint reported none. */
  readonly estimated: boolean
  /** The cost of the call; `null` where no price is known. */
  readonly cost: number | null
}

/** A `RunUsage` says what the calls of one invocation took. Answers that were reused took nothing and are not in it. */
export interface RunUsage {
  readonly tokens: {
    readonly input: number
    readonly output: number
    readonly reasoning: number
    /** The number of answers whose tokens were estimated, because the endpoint reported none. */
    readonly estimated: number
  }
  /** The cost of all calls; `null` where an answer has no price. */
  readonly cost: { readonly amount: number; readonly currency: string } | null
  /** Quantiles of the time of single calls, to 1%, without retries and waiting for permits. `null` without a call. */
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p99: number } | null
  /** The run's budget, as declared. */
  readonly budget?: Budget
}

/**
 * A `CallTook` says what the call took that brought an answer. It differs from run to run, so it is never part of the
 * evidence.
 */
export interface CallTook {
  /** The time of the attempt that brought the answer, in milliseconds from 0, without waits and earlier attempts. */
  readonly latencyMs: number
  /** The number of calls made for it, from 1: above 1 after faults. */
  readonly attempts: number
}

/** A `TookOf` looks up what the call behind a request's key took; `null` where the answer was not asked for in this run. */
export type TookOf = (key: string) => CallTook | null
