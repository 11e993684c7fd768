import type { Cell } from './cell.ts'
import type { Judgement } from './judge.ts'
import type { Outcome } from './outcome.ts'
import type { ScoredChoices } from './scoredChoices.ts'

/** Who answered, as the endpoint says. */
export interface Identity {
  readonly model: string
  /** Immutable revision (file digest, dated snapshot), or `null` where there is none. */
  readonly revision: string | null
  readonly fingerprint?: string
  /** Who served it behind a router, where that says so. */
  readonly upstream?: string
}

/** What came back for a cell: the deterministic part, which is evidence. */
export interface Observation extends Cell {
  readonly task: string
  /** Release name, e.g. `v2`. */
  readonly release: string
  readonly group: string
  /** sha256 of the request (the store's key). */
  readonly key: string
  readonly raw: string | null
  /** What the model told of every text that it could choose, `raw` among them; absent where it generates. */
  readonly choices?: ScoredChoices
  /** Canonical form of the answer; `null` unless `outcome` is `answered`. */
  readonly answer: string | null
  readonly outcome: Outcome
  /** What a judging model said of the answer. */
  readonly judged?: Judgement
  /** Why there is no answer. */
  readonly reason?: string
  /** In [0, 1]; 0 unless answered. */
  readonly score: number
  readonly gold: string
  /**
   * The right answer to a perturbed prompt where that is another than `gold`, in terms of the example as its file has it;
   * `null`: any answer but `gold`.
   */
  readonly wanted?: string | null
  readonly who: Identity
  /** As the endpoint reports; `null` where it does not. */
  readonly tokens: { readonly input: number | null; readonly output: number | null; readonly reasoning?: number }
  /** What its tokens cost by the price table in force, whether asked now or taken from the store; absent without a price. */
  readonly cost?: number
}
