import type { Vitest } from 'vitest/node'
import type { StoredBaseline } from '../runs/index.ts'
import type { RobustnessOptions } from './robustnessOptions.ts'

/** What the main process knows of its run before anything is asked. */
export interface SessionState {
  readonly vitest: Vitest
  readonly options: RobustnessOptions
  readonly mode: 'gate' | 'measure'
  /** Folder of runs, journals and the store, absolute. */
  readonly folder: string
  readonly baselineFolder: string | null
  readonly stored: StoredBaseline | null
  readonly seen: readonly string[] | null
  /** K and where it comes from. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' }
}
