import type { Answer, Rejection, Release } from '../../core/types/index.ts'
import { EndpointError, RetryableError } from '../../core/types/index.ts'
import { isBroken } from '../endpoint/finishReason.ts'
import { thrownFault } from '../endpoint/thrownFault.ts'

const guarded = new WeakSet<Release>()

/**
 * Returns the same release with an `ask` whose answers and errors are checked: whatever has not the shape of an answer,
 * or was broken off by the endpoint, is a fault; an error that carries an HTTP status or comes from the connection is a
 * fault of that kind; and no error carries secrets or control characters.
 */
export function guardRelease(release: Release): Release {
  if (guarded.has(release)) return release
  const where = `${release.endpoint} (${release.model})`
  const ask: Release['ask'] = async (request) => {
    let answer: Answer | Rejection
    try {
      answer = await release.ask(request)
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason
      const fault = thrownFault(error, where)
      if (fault instanceof Error) throw fault
      return { ...fault, who: { model: release.model, revision: release.revision } }
    }
    const wrong = answerFault(answer)
    if (wrong !== null) throw new EndpointError(`${where}: ask returned ${wrong}`, { blames: 'configuration' })
    if ('outcome' in answer || !isBroken(answer.finish)) return answer
    const broken = `${where}: the answer was broken off (finish reason ${answer.finish})`
    throw release.endpointKind === 'recorded' ? new Error(broken) : new RetryableError(broken)
  }
  const made = withAsk(release, ask)
  guarded.add(made)
  return made
}

/**
 * Returns a release with another `ask`. It may be an object of the user's own class: its other methods keep their `this`.
 */
function withAsk(release: Release, ask: Release['ask']): Release {
  const prototype: unknown = Object.getPrototypeOf(release)
  if (prototype === Object.prototype || prototype === null) return { ...release, ask }
  const { close, reopen } = release
  return Object.assign(Object.create(release) as Release, {
    ask,
    ...(close && { close: () => close.call(release) }),
    ...(reopen && { reopen: (...args: Parameters<typeof reopen>) => reopen.apply(release, args) }),
  })
}

const OUTCOMES: ReadonlySet<unknown> = new Set<Rejection['outcome']>(['refused', 'filtered', 'too_long'])

/** Says what is wrong with the shape of an answer, in words that follow "returned"; `null` where nothing is. */
export function answerFault(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return `${kindOf(answer)}, no answer`
  const { outcome, reason, text, finish, tokens, who } = answer as Record<string, unknown>
  const { model } = Object(who) as { model?: unknown }
  if (typeof model !== 'string') return 'an answer that does not say who.model gave it'
  if (outcome !== undefined) {
    if (!OUTCOMES.has(outcome)) return `an outcome other than ${[...OUTCOMES].join(', ')}`
    return typeof reason === 'string' ? null : 'an outcome without a reason in words'
  }
  if (typeof text !== 'string') return `an answer whose text is ${kindOf(text)}`
  if (finish !== null && typeof finish !== 'string') return `an answer whose finish is ${kindOf(finish)}`
  const { input, output, reasoning = null } = Object(tokens) as Record<string, unknown>
  const counts = [input, output, reasoning].every((count) => count === null || isCount(count))
  return counts ? null : 'an answer whose tokens are no counts: { input, output }, null where they are not known'
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0
}

/** Names the type of a value, with an article: `a number`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

const NAME =
  /^(x-)?(api[-_]?key|authorization|(access|auth|bearer|session)[-_]?token|secret|password|passwd|credentials?|client[-_]?secret)$/i

const VALUE = /^(Bearer |(sk|pk|rk|hf|gsk|xai|r8|ghp|glpat|nvapi|AKIA)[-_]?[A-Za-z0-9_-]{16,}$)/

/**
 * Says what is wrong with a release, one sentence each; empty for one that can be asked and distinguished from others.
 */
export function releaseFaults(release: Release): string[] {
  const faults: string[] = []
  if (typeof release.model !== 'string' || release.model.trim() === '') {
    faults.push(
      'it has no model identity, so its answers could be taken for those of another model. Give it: { model: "name" }',
    )
  }
  if (release.revision !== null && (typeof release.revision !== 'string' || release.revision === '')) {
    faults.push('its revision must be a text, or null where the model can change under its name')
  }
  if (release.endpoint === '' || hasSecret(release.endpoint)) {
    faults.push('its endpoint must be an origin or a name, without user, password, path or query')
  }
  if (!(release.concurrency >= 1)) faults.push(`its concurrency must be at least 1, not ${release.concurrency}`)
  if (release.attempts !== undefined && !(release.attempts >= 1)) {
    faults.push(`its attempts must be at least 1, not ${release.attempts}`)
  }
  if (release.maxWaitMs !== undefined && !(release.maxWaitMs >= 0)) {
    faults.push(`its maxWaitMs must be at least 0, not ${release.maxWaitMs}`)
  }
  if (!isJson(release.parameters)) {
    faults.push('its parameters must be plain JSON: texts, finite numbers, booleans, null, lists and objects of these')
  }
  if (release.sendsForm && Object(release.parameters).native !== true) {
    faults.push(
      'it sends tools and schemas in fields of the request (sendsForm), so its parameters must say native: true',
    )
  }
  const secret = secretWithin(release.parameters, 'parameters')
  if (secret !== null) {
    faults.push(
      `${secret} looks like a secret, and parameters are written into reports: give it by an environment variable`,
    )
  }
  return faults
}

function hasSecret(endpoint: string): boolean {
  if (!endpoint.includes('://')) return false
  const url = URL.parse(endpoint)
  return url === null || url.origin !== endpoint
}

/** Says whether a value is unchanged by writing it to JSON and reading it back. */
export function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson)
}

/**
 * Returns the path of the first value that looks like a secret, by its name or its own look; `null` without one. It never
 * returns the value.
 */
function secretWithin(value: unknown, path: string): string | null {
  if (typeof value === 'string') return VALUE.test(value) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [name, item] of Object.entries(value)) {
    const here = `${path}.${name}`
    const found = NAME.test(name) && item !== null && item !== '' ? here : secretWithin(item, here)
    if (found !== null) return found
  }
  return null
}
