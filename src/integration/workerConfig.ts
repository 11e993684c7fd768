import type { MeasureBudget } from './measureBudget.ts'

import type { GatePolicy, LedgerEntry, PriceTable, Waiver } from '../core/words/index.ts'
import type { MeasuredEarlier } from './measuredEarlier.ts'

/** What crosses from the main process to the workers: plain data only. */
export interface WorkerConfig {
  /** Address of the host's socket. */
  readonly address: string
  /** Folder of the user's config; relative names start here. */
  readonly root: string
  /** Release name -> `module#export`. */
  readonly releases: Readonly<Record<string, string>>
  readonly candidate: string
  /** Folders that keep the generations of examples, absolute, the most binding first. */
  readonly generations: readonly string[]
  /** Folder of the accepted baseline, absolute; `null` where the config names none. */
  readonly baseline: string | null
  /** Folder of the pinned release that regression claims are held against besides, absolute. */
  readonly anchor?: string
  /** Instruction ids that the release line was tuned on; `null` where nothing is declared. */
  readonly seen: readonly string[] | null
  /** Training data to look for instructions in, absolute. */
  readonly seenIn?: string
  readonly seed: string
  readonly mode: 'gate' | 'measure' | 'plan'
  /** How a measure run spends; absent in other modes and for accepting a baseline, which asks the claims' own cells. */
  readonly measure?: MeasureBudget
  readonly alpha: number
  /** Of `fail`, where it is another. */
  readonly alphaFail?: number
  /** K, the number of gating claims fixed before the data. */
  readonly claims: number
  /** Most cells that one claim may rest on. */
  readonly maxCells: number
  readonly prices?: PriceTable
  /** Whether the run has a budget: the host is asked before each call. */
  readonly budgeted?: boolean
  /** For plans: what an earlier run measured, and the latency that the user gave, in milliseconds. */
  readonly earlier?: MeasuredEarlier | null
  readonly latencyMs?: number
  /** The attempts at the baseline, where a ledger is kept. */
  readonly ledger?: {
    readonly baseline: string
    readonly entries: readonly LedgerEntry[]
    /** Whether answers of an undecided attempt are at hand. */
    readonly kept: boolean
  }
  /** Waivers that have not expired. */
  readonly waivers?: readonly Waiver[]
  /** Why no claim may be asked: something in the config is wrong. */
  readonly refused?: string
  /** Which verdicts do not fail their test. */
  readonly policy?: GatePolicy
}

declare module 'vitest' {
  interface ProvidedContext {
    robustness: WorkerConfig
  }
}
