import { EndpointError, type Release } from '../core/words/index.ts'
import { faultKind, faultMessage } from './faultKind.ts'

/** Stops asking a model that cannot answer. */
export interface Breaker {
  /** Throws the error that opened it. */
  readonly check: (release: Release) => void
  /** Told of every request that ended: with the error it ended with, or `null`. Returns the error to go on with. */
  readonly ended: (release: Release, error: unknown) => unknown
}

/** Requests in a row that failed at every attempt, without one answer between, after which an endpoint counts as gone. */
const IN_A_ROW = 20

interface State {
  failures: number
  open: Error | null
}

/** One breaker for all releases of a worker; each model at each endpoint has its own state. */
export function createBreaker(): Breaker {
  const states = new Map<string, State>()

  function stateOf({ endpoint, model }: Release): State {
    const key = `${endpoint}\n${model}`
    const state = states.get(key) ?? { failures: 0, open: null }
    states.set(key, state)
    return state
  }

  return {
    check(release) {
      const { open } = stateOf(release)
      if (open !== null) throw open
    },
    ended(release, error) {
      const state = stateOf(release)
      if (error === null) {
        state.failures = 0
        return null
      }
      const kind = faultKind(error)
      if (kind === 'EndpointError') return (state.open ??= error as Error)
      if (kind !== 'RetryableError') return error
      state.failures += 1
      if (state.failures < IN_A_ROW) return error
      state.open ??= new EndpointError(
        `${release.endpoint} gave no answer to ${IN_A_ROW} requests in a row, the last time: ${faultMessage(error)}`,
        { cause: error },
      )
      return state.open
    },
  }
}
