/** Most that calls to models may take. What is left out is not limited; answers from store or journal take nothing. */
export interface Budget {
  /** Calls made, repeated attempts included. */
  readonly calls?: number
  /** Tokens in and out together. Where an endpoint reports none, four characters count as one. */
  readonly tokens?: number
  /** Money, in the currency of the price table. Needs a price for every release that is asked. */
  readonly cost?: number
  /** Seconds since the first call: none is begun later. */
  readonly seconds?: number
}

/** What a model's tokens cost. */
export interface Price {
  /** For a million tokens of prompt. */
  readonly inputPerMillion: number
  /** For a million tokens of answer. */
  readonly outputPerMillion: number
  /** For a million of the output's tokens that were thought. Default: as other output. */
  readonly reasoningPerMillion?: number
  /** Default `USD`; one for the whole table. */
  readonly currency?: string
}

/** Name of a release or of a model -> its price. `unknown` marks an endpoint that costs money nobody can count here. */
export type PriceTable = Readonly<Record<string, Price | 'unknown'>>

/** What one call took. */
export interface CallUsage {
  readonly input: number
  /** Reasoning included. */
  readonly output: number
  readonly reasoning: number
  /** Whether tokens were estimated because the endpoint reported none. */
  readonly estimated: boolean
  /** `null`: no price is known. */
  readonly cost: number | null
}

/** What the calls of one invocation took. Answers that were reused took nothing and are not in it. */
export interface RunUsage {
  readonly tokens: {
    readonly input: number
    readonly output: number
    readonly reasoning: number
    /** Answers whose tokens were estimated, because the endpoint reported none. */
    readonly estimated: number
  }
  /** `null` where an answer has no price. */
  readonly cost: { readonly amount: number; readonly currency: string } | null
  /** Of single calls, retries and waiting for permits not counted; to 1%. `null` without a call. */
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p99: number } | null
  /** The run's budget, as declared. */
  readonly budget?: Budget
}

/** What the call took that brought an answer: it differs from run to run, so it is never part of evidence. */
export interface CallTook {
  /** Time of the attempt that brought the answer, waits and earlier attempts left out; in milliseconds, at least 0. */
  readonly latencyMs: number
  /** Calls made for it, at least 1: above 1 after faults. */
  readonly attempts: number
}

/** What was told of the call behind a request's key; `null` where the answer was not asked for in this run. */
export type TookOf = (key: string) => CallTook | null
