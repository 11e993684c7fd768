import type { ClaimVerdict } from '../core/words/index.ts'

/** What a robust test leaves in its `meta`: small, so that it survives blobs, shards and merges. */
export interface RobustMeta {
  readonly claims: {
    readonly id: string
    readonly title: string
    readonly verdict: ClaimVerdict
    readonly advisory: boolean
    /** Whether the matcher made the test fail. */
    readonly threw: boolean
  }[]
  /** How many matchers made earlier tries of the same test fail: vitest keeps their errors, and shows them all. */
  readonly earlierThrows?: number
  /** Set on a test that was skipped because nothing may go live here. */
  readonly heldBack?: true
  /** Matchers that the test did not wait for. */
  readonly forgotten: string[]
}

declare module 'vitest' {
  interface TaskMeta {
    robustness?: RobustMeta
  }
}
