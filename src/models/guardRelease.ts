import { EndpointError, RetryableError, type Answer, type Rejection, type Release } from '../core/types/index.ts'
import { isBroken } from './finishReason.ts'
import { thrownFault } from './thrownFault.ts'

const guarded = new WeakSet<Release>()

/**
 * The same release, with an `ask` whose answers and errors mean what they say, whoever wrote it: what has not the shape of
 * an answer, or was broken off by the endpoint, is a fault; an error that carries an HTTP status or comes from the
 * connection is a fault of that kind; and no error carries secrets or control characters.
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

/** A release may be an object of the user's own class: its other methods keep their `this`. */
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

/** What is wrong with the shape of an answer, in words that follow "returned"; `null` where nothing is. */
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

/** What a value is, with an article: `a number`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
