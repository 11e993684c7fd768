import type { StoredAnswer } from '../core/words/index.ts'
import { createBreaker, type Breaker } from './breaker.ts'
import { freshSecrets } from './cleanAnswer.ts'
import { createFlights, type Flights } from './flights.ts'
import type { HostPort } from './hostPort.ts'
import { createLookUp } from './lookUp.ts'
import type { Secret } from './redact.ts'

/** What a request gave: a stored answer, or the fault of this one cell. */
export type Fetched =
  | { readonly answer: StoredAnswer; readonly error?: never }
  | { readonly answer?: never; readonly error: Error; readonly attempts: number }

/** What the cells of one worker share. */
export interface WorkerState {
  readonly lookUp: (key: string) => Promise<StoredAnswer | null>
  readonly flights: Flights<Fetched>
  readonly breaker: Breaker
  /** Of judges that answer, and not with a verdict. */
  readonly verdicts: Breaker
  /** What the environment keeps secret. */
  readonly secrets: () => readonly Secret[]
}

const states = new WeakMap<HostPort, WorkerState>()

/** The state that goes with a host's port: made at the first cell, gone with the port. */
export function workerState(host: HostPort): WorkerState {
  const state = states.get(host) ?? {
    lookUp: createLookUp(host),
    flights: createFlights<Fetched>(),
    breaker: createBreaker(),
    verdicts: createBreaker((requests) => `gave no verdict that can be read on ${requests} answers`, 'configuration'),
    secrets: freshSecrets(),
  }
  states.set(host, state)
  return state
}
