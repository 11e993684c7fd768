import type { Vitest } from 'vitest/node'
import type { Metric } from '../../core/metrics/index.ts'
import type { Lineage } from '../../core/types/index.ts'
import type { StoredBaseline } from '../../runs/index.ts'
import type { MeasureBudget } from '../../deciding/ask/workerConfig.ts'
import type { ExitGuard } from '../run/exitGuard.ts'
import type { Selection } from '../run/selection.ts'
import type { SessionLedger } from './ledger.ts'
import type { ReadRobustnessOptions } from './options.ts'
import type { SessionWaivers } from './waivers.ts'

/** What the main process knows of its run before anything is asked. */
export interface SessionState {
  readonly vitest: Vitest
  readonly options: ReadRobustnessOptions
  readonly mode: 'gate' | 'measure' | 'plan'
  readonly measure?: MeasureBudget
  /** The metrics to measure that are not the package's. */
  readonly metrics: readonly Metric[]
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

/** Which part of the suites runs here. */
interface SessionShard {
  /** From 1. */
  readonly index: number
  readonly count: number
  /** Whether the tests' outcomes are written for the merge. */
  readonly blob: boolean
}

/**
 * The part of the suites that this process runs, where another decides the gate; `null` where this one does. A run for
 * the blob reporter alone is the first part of one.
 */
export function sessionShard({ config }: Pick<Vitest, 'config'>): SessionShard | null {
  if (config.mergeReports) return null
  const blob = config.reporters.some((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter) === 'blob')
  if (config.shard) return { index: config.shard.index, count: config.shard.count, blob }
  return blob ? { index: 1, count: 1, blob } : null
}
