import type { CallUsage, ClaimRecord, Observation, StoredAnswer } from '../core/types/index.ts'
import type {
  CallContext,
  CallCounts,
  ClaimAbout,
  EndpointLimits,
  EndpointWait,
  Felt,
  LiveClaim,
  StoreMode,
} from '../observe/hostPort.ts'

/** What a worker sends: one JSON line each. Those with an `id` are answered. */
export type FromWorker =
  | { readonly t: 'get'; readonly id: number; readonly keys: readonly string[] }
  | {
      readonly t: 'put'
      readonly id: number
      readonly key: string
      readonly answer: StoredAnswer
      readonly context: CallContext
    }
  /** Of a claim under way: its observations from the `from`-th on. */
  | {
      readonly t: 'evidence'
      readonly call: string
      readonly from: number
      readonly observations: readonly Observation[]
    }
  | {
      readonly t: 'claim'
      readonly id: number
      readonly result: ClaimRecord
      /** How many observations it has, all of which came before. */
      readonly count: number
      readonly about: ClaimAbout
    }
  | { readonly t: 'ask'; readonly endpoint: string; readonly limits: EndpointLimits }
  | { readonly t: 'back'; readonly endpoint: string; readonly count: number }
  | { readonly t: 'felt'; readonly endpoint: string; readonly felt: Felt }
  | { readonly t: 'live'; readonly event: LiveClaim }
  | { readonly t: 'waiting'; readonly wait: EndpointWait }
  | { readonly t: 'tally'; readonly counts: CallCounts }
  | { readonly t: 'may call'; readonly id: number }
  | { readonly t: 'called'; readonly usage: CallUsage | null }

/** What the host sends. `hello` comes first. */
export type FromHost =
  | {
      readonly t: 'hello'
      readonly protocol: 1
      readonly mode: StoreMode
      readonly offline: boolean
      readonly allowUnpinned: boolean
    }
  | { readonly t: 'done'; readonly id: number; readonly value?: readonly (StoredAnswer | null)[] }
  | { readonly t: 'call'; readonly id: number; readonly refusal: string | null }
  | { readonly t: 'failed'; readonly id: number; readonly message: string }
  | { readonly t: 'granted'; readonly endpoint: string }
  | { readonly t: 'shared'; readonly endpoint: string; readonly shared: boolean }
