import { EndpointError, type Blame, type Release } from '../core/types/index.ts'
import { faultKind, faultMessage } from './faultKind.ts'

/** Stops asking a model that cannot answer. */
export interface Breaker {
  /** Throws the error that opened it. */
  readonly check: (release: Release) => void
  /** Told of every request that ended: with the error it ended with, or `null`. Returns the error to go on with. */
  readonly ended: (release: Release, error: unknown) => unknown
}

/**
 * Requests in a row that ended in an error, whatever its kind and after all their attempts, after which an endpoint counts
 * as gone: few where it never gave an answer, since then nothing speaks for it.
 */
const IN_A_ROW = { never: 5, once: 20 }

interface State {
  answered: boolean
  failures: number
  open: Error | null
}

/**
 * One breaker for all releases of a worker; each model at each endpoint has its own state.
 * @param failed what the requests of an endpoint did before it counts as gone, e.g. `gave no answer to 5 requests`
 */
export function createBreaker(
  failed = (requests: number): string => `gave no answer to ${requests} requests`,
  blames: Blame = 'endpoint',
): Breaker {
  const states = new Map<string, State>()

  function stateOf({ endpoint, model }: Release): State {
    const key = `${endpoint}\n${model}`
    const state = states.get(key) ?? { answered: false, failures: 0, open: null }
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
        state.answered = true
        state.failures = 0
        return null
      }
      const kind = faultKind(error)
      if (kind === 'EndpointError') return (state.open ??= error as Error)
      // What a file does not hold costs no call, and a usage error or a budget stops by itself.
      if ((kind !== null && kind !== 'RetryableError') || release.endpointKind === 'recorded') return error
      state.failures += 1
      const most = state.answered ? IN_A_ROW.once : IN_A_ROW.never
      if (state.failures < most) return error
      state.open ??= new EndpointError(
        `${release.endpoint} ${failed(most)} in a row, the last time: ${faultMessage(error)}`,
        { blames },
      )
      return state.open
    },
  }
}
