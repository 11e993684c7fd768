import { harmless } from '../../core/text/index.ts'
import { UsageError, type Answer, type Identity, type PromptFormat, type Rejection } from '../../core/types/index.ts'
import { cleanAnswer, withoutSecrets, type Secret } from '../../observe/index.ts'
import { thrownFault } from './thrownFault.ts'
import { withinDeadline } from './withinDeadline.ts'

/** The options of a model behind a client library, whichever library it is. */
export interface ClientOptions {
  /** Immutable revision of the model, e.g. a dated snapshot. Default: none, so stored answers serve no gate. */
  readonly revision?: string
  /**
   * The format in which a prompt is laid out. Default: the question as one user message; a task's system text and turns as
   * messages.
   */
  readonly format?: PromptFormat
  /** Settings of each call, in the library's own names; plain JSON, part of the key of stored answers. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Says whether the trial's seed is sent. Default: true; false for models that refuse it. */
  readonly sendSeed?: boolean
  /**
   * Says whether a task's tools and schema are sent in fields of the request, in addition to what the prompt shows of them.
   * Default: true; false for models that know neither. `parameters.native` of the run says which it was.
   */
  readonly native?: boolean
  /** Most calls in flight, over all workers. Default: 8. */
  readonly concurrency?: number
  /** The number of requests that the endpoint allows in a minute, over all workers. Default: as many as it answers. */
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  /** Longest time of one call, in milliseconds; then it is made again. Default: 600000. */
  readonly deadlineMs?: number
  /** Most attempts at one request, the first included; refusals for overload count a fifth. Default: 6. */
  readonly attempts?: number
  /** Longest wait that a fault may ask for, in milliseconds. Default: 120000; a longer one ends the run. */
  readonly maxWaitMs?: number
}

/** Throws `UsageError` for what the run sets itself, and for limits that are none. */
export function checkClient(name: string, options: ClientOptions, reserved: readonly string[]): void {
  const { parameters = {}, requestsPerMinute = 1, tokensPerMinute = 1, deadlineMs = 1 } = options
  const taken = reserved.find((field) => Object.hasOwn(parameters, field))
  if (taken !== undefined) {
    throw new UsageError(`${name}: parameters.${taken} is set by the run itself; leave it out`)
  }
  if (!(requestsPerMinute > 0 && tokensPerMinute > 0)) {
    throw new UsageError(`${name}: requestsPerMinute and tokensPerMinute must be above 0`)
  }
  if (!(deadlineMs > 0 && deadlineMs < 2 ** 31)) {
    throw new UsageError(`${name}: deadlineMs must be above 0 and below 2^31, not ${deadlineMs}`)
  }
}

/** Longest time of one call where the release does not say, in milliseconds. */
export const LONGEST_CALL = 600_000

/**
 * Makes one call of a client within its deadline, and takes what it throws for what it is: an error to throw, or a
 * rejection of the request. `late` makes the error of a call that takes longer; by default it is made again. The client's secrets are taken out of all that comes.
 */
export async function askClient(
  { signal }: { readonly signal: AbortSignal },
  {
    deadlineMs = LONGEST_CALL,
    late,
  }: Pick<ClientOptions, 'deadlineMs'> & { readonly late?: (message: string) => Error },
  who: Identity,
  where: string,
  call: (signal: AbortSignal) => PromiseLike<Answer | Rejection>,
  secrets: () => readonly Secret[] = () => [],
): Promise<Answer | Rejection> {
  try {
    return cleanAnswer(await withinDeadline(signal, deadlineMs, where, call, late), secrets())
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const fault = thrownFault(error, where, (text) => withoutSecrets(text, secrets()))
    if (fault instanceof Error) throw fault
    return { ...fault, who }
  }
}

/** Returns the secrets of these values, with and without their scheme (`Bearer …`); short words may be ordinary ones. */
export function secretsIn(values: readonly unknown[]): readonly Secret[] {
  const texts = values.filter((value) => typeof value === 'string')
  const parts = texts.flatMap((text) => text.split(/\s+/))
  const long = [...texts, ...parts].filter((part) => part.length >= SHORTEST_SECRET)
  return [...new Set(long)].map((value) => ({ value, put: '[key]' }))
}

/** Local servers take any word for a key, which an answer may hold too. */
const SHORTEST_SECRET = 8

/** Says each warning of a model once, as a `RobustnessWarning`. */
export function warnOnce(where: string): (warning: string) => void {
  const said = new Set<string>()
  return (warning) => {
    // A provider may put ever new words into its warnings.
    if (said.has(warning) || said.size >= 20) return
    said.add(warning)
    process.emitWarning(harmless(`${where} warns: ${warning}`), { type: 'RobustnessWarning' })
  }
}
