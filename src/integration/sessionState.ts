import type { Vitest } from 'vitest/node'
import type { Lineage } from '../core/words/index.ts'
import type { StoredBaseline } from '../runs/index.ts'
import type { MeasureBudget } from './measureBudget.ts'
import type { ExitGuard } from './run/exitGuard.ts'
import type { Selection } from './run/selection.ts'
import type { ReadRobustnessOptions } from './readRobustnessOptions.ts'
import type { SessionLedger } from './sessionLedger.ts'
import type { SessionShard } from './sessionShard.ts'
import type { SessionWaivers } from './sessionWaivers.ts'

/** What the main process knows of its run before anything is asked. */
export interface SessionState {
  readonly vitest: Vitest
  readonly options: ReadRobustnessOptions
  readonly mode: 'gate' | 'measure' | 'plan'
  readonly measure?: MeasureBudget
  /** Folder of runs, journals and the store, absolute. */
  readonly folder: string
  readonly baselineFolder: string | null
  readonly stored: StoredBaseline | null
  /** The pinned release that regression claims are held against besides. */
  readonly anchor: StoredBaseline | null
  readonly seen: readonly string[] | null
  /** K and where it comes from. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' }
  readonly ledger: SessionLedger | null
  /** The generations of the examples of each task that a claim asked, as workers hand them in. */
  readonly lineages: Map<string, Lineage>
  readonly waivers: SessionWaivers | null
  /** ISO date. */
  readonly today: string
  /** Which part of the suites runs here, where the gate is decided elsewhere: by `vitest run --merge-reports`. */
  readonly shard: SessionShard | null
  /** Who started vitest: the command `gate` promises a gate. */
  readonly command: 'gate' | 'vitest'
  /** How the run under way was narrowed. */
  readonly selection: () => Selection
  readonly selected: (selection: Selection) => void
  /** Why the baseline that the config names cannot be compared with; `null` where there is one, or needs to be none. */
  readonly baselineMissing: string | null
  readonly guard: ExitGuard
  /** Whether this process runs nothing and decides the gate of the shards that ran. */
  readonly merges: boolean
}
