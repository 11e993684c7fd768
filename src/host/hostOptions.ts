import type { Budget, ClaimRecord, Observation } from '../core/types/index.ts'
import type { ClaimAbout, EndpointWait, LiveClaim, StoreMode } from '../observe/hostPort.ts'

/** What the main process decides for a run. */
export interface HostOptions {
  /** Folder of the package's working files, e.g. `.robustness`; the journal lies in `journal/` below it. */
  readonly dir: string
  /** Names the attempt: a hash of candidate, revision and plan, the same in a rerun, so that it finds the journal. */
  readonly runKey: string
  readonly mode: StoreMode
  /** With `replay`: what runs in the process is asked all the same. */
  readonly offline?: boolean
  /** Folder of recorded answers. Default: `store/` below `dir`. */
  readonly storeFolder?: string
  /** Let stored answers of a release without an immutable revision count. Reports must say so. Default: false. */
  readonly allowUnpinned?: boolean
  /** Most that all calls of this process may take together. */
  readonly budget?: Budget
  /** Currency of the price table, for messages. Default: USD. */
  readonly currency?: string
  /** Makes observations that come from workers share the texts that they have in common. Default: they stay as they are. */
  readonly share?: (observation: Observation) => Observation
  readonly onClaim?: (
    result: ClaimRecord,
    observations: readonly Observation[],
    about: ClaimAbout,
  ) => void | Promise<void>
  readonly onLive?: (event: LiveClaim) => void
  readonly onWait?: (wait: EndpointWait) => void
}
