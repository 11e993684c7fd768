/** What crosses from the main process to the workers: plain data only. */
export interface WorkerConfig {
  /** Address of the host's socket. */
  readonly address: string
  /** Folder of the user's config; relative names start here. */
  readonly root: string
  /** Release name -> `module#export`. */
  readonly releases: Readonly<Record<string, string>>
  readonly candidate: string
  /** Folder of the accepted baseline, absolute; `null` where the config names none. */
  readonly baseline: string | null
  /** Instruction ids that the release line was tuned on; `null` where nothing is declared. */
  readonly seen: readonly string[] | null
  readonly seed: string
  readonly mode: 'gate' | 'measure'
  readonly alpha: number
  /** K, the number of gating claims fixed before the data. */
  readonly claims: number
  /** Most cells that one claim may rest on. */
  readonly maxCells: number
}

declare module 'vitest' {
  interface ProvidedContext {
    robustness: WorkerConfig
  }
}
