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
  /** Why the test was skipped, where an answer was missing that nobody may ask for here. */
  readonly heldBack?: string
  /** Matchers that the test did not wait for. */
  readonly forgotten: string[]
}

declare module 'vitest' {
  interface TaskMeta {
    robustness?: RobustMeta
  }
}
