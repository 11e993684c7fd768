import { readVariable } from '../../core/environment/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { type HistoryOption, readHistoryPlace } from '../../history/historyPlace.ts'

const STORE_MODES = ['off', 'record', 'replay', 'refresh'] as const

/** The way in which recorded answers are used. */
export type StoreModeName = (typeof STORE_MODES)[number]

/** Recorded answers that a team shares. */
export interface SharedStoreOption {
  /** The mode, as the option `store` takes it alone. Default `off`. */
  readonly mode?: StoreModeName
  /**
   * With `true` answers are kept in the Postgres database that `history` names, where a team has them in common. Where
   * `history` is not there (its variable is not set), the folder is used.
   */
  readonly shared: boolean
}

/** Reads the option `store` in either form; the mode is as it was written. Throws `UsageError` for another shape. */
export function readStore(option: StoreModeName | SharedStoreOption | undefined): {
  readonly mode: string
  readonly shared: boolean
} {
  if (option === undefined || typeof option === 'string') return { mode: option ?? 'off', shared: false }
  const { mode = 'off', shared, ...others } = Object(option) as Partial<SharedStoreOption>
  if (typeof mode === 'string' && typeof shared === 'boolean' && Object.keys(others).length === 0)
    return { mode, shared }
  throw new UsageError(
    `robustness({ store: ${JSON.stringify(option)} }): must be a mode, e.g. 'record', or { mode: 'record', shared: true } for answers in the Postgres of \`history\``,
  )
}

/** Returns the mode of a name. Throws `UsageError` for another. */
export function storeModeNamed(name: string): StoreModeName {
  const mode = STORE_MODES.find((known) => known === name)
  if (mode !== undefined) return mode
  throw new UsageError(
    `robustness(): unknown store mode "${name}"${didYouMean(name, STORE_MODES)}; it is one of ${STORE_MODES.join(', ')}`,
  )
}

/**
 * Finds the database of a shared store; `null` where answers are not shared, or the history's variable is not set here.
 * Throws `UsageError` where the config itself has no Postgres to share them in.
 */
export function sharedStorePlace(
  { sharedStore, history }: { readonly sharedStore: boolean; readonly history?: HistoryOption | undefined },
  where: { readonly folder: string; readonly root: string; readonly env: NodeJS.ProcessEnv },
): { readonly url: string } | null {
  if (!sharedStore) return null
  const place = readHistoryPlace(history, where)
  if (place?.kind === 'postgres') return { url: place.url }
  if (typeof history === 'object' || readVariable(where.env, 'history') !== undefined) return null
  throw new UsageError(
    "robustness({ store: { shared: true } }): answers are shared in the history's Postgres, and `history` names none; " +
      "add history: { env: 'DATABASE_URL' }",
  )
}
