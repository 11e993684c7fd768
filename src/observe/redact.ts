import { harmless } from '../core/text/index.ts'
import type { Answer, Identity, Rejection } from '../core/types/index.ts'

/** Names of environment variables that hold secrets. */
const SECRET_NAME = /(^|_)(api_?key|key|token|secret|password|passwd|credentials?)(_|$)/i
/** The fewest characters of a secret: shorter values may be ordinary words. */
const SHORTEST_SECRET = 8

/** Patterns of texts that look like secrets, wherever they come from. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@:]*:[^\s/@]+@/g, '$1[secret]@'],
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, '$1[secret]'],
  [/\b(sk|rk|hf|gsk|xai|r8|ghp|glpat|nvapi)[-_][A-Za-z0-9_-]{16,}/g, '[secret]'],
  [/([?&](?:key|api[-_]?key|token|access[-_]token|sig|signature|secret|password)=)[^\s&"'#]+/gi, '$1[secret]'],
]

/** A secret and what is put in its place. */
export interface Secret {
  readonly value: string
  readonly put: string
}

/** Returns the secrets that the environment holds, by the names of its variables. */
function environmentSecrets(): readonly Secret[] {
  return Object.keys(process.env).flatMap((name) => {
    const value = SECRET_NAME.test(name) ? (process.env[name] ?? '') : ''
    // Limits and counts have such names too.
    return value.length >= SHORTEST_SECRET && !/^\d+$/.test(value) ? [{ value, put: `[${name}]` }] : []
  })
}

/** Removes from a text the secrets that the environment holds and whatever looks like one. */
export function redact(text: string): string {
  let clean = withoutSecrets(text, environmentSecrets())
  for (const [look, put] of LOOKS) clean = clean.replace(look, put)
  return clean
}

/** Removes these secrets from a text, also in the forms that encoders give them. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  return secrets.reduce((clean, secret) => withoutSecret(clean, secret), text)
}

interface Forms {
  /** The longest run of letters and digits: encoders leave them alone, so without it there is no secret in a text. */
  readonly run: string
  readonly any: RegExp
}

/** The forms of each secret, made once, because every text of every answer is searched for them. */
const forms = new Map<string, Forms>()

function formsOf(value: string): Forms {
  const known = forms.get(value)
  if (known !== undefined) return known
  const runs = value.match(/[A-Za-z0-9]+/g) ?? []
  const run = runs.reduce((longest, one) => (one.length > longest.length ? one : longest), '')
  const made = { run, any: new RegExp(value.split('').map(anyForm).join(''), 'g') }
  forms.set(value, made)
  return made
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

/**
 * Removes a secret from a text, also where an encoder has escaped some of its characters: for JSON (`\/`, `\u002B`, at
 * any depth), for a URL (`%2B`) or for HTML (`&#43;`).
 */
function withoutSecret(text: string, { value, put }: Secret): string {
  const { run, any } = formsOf(value)
  return text.includes(run) ? text.replace(any, () => put) : text
}

/** Makes a pattern for one character as it is, or in an encoder's form. */
function anyForm(char: string): string {
  const code = char.charCodeAt(0)
  const hex = code.toString(16).replaceAll(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
  const plain = String.raw`\\{0,8}\u${code.toString(16).padStart(4, '0')}`
  if (/[A-Za-z0-9]/.test(char)) return plain
  const named = NAMED_ENTITIES[char]
  return [
    plain,
    String.raw`\\{1,8}[uU]0{0,3}${hex}`,
    ...(code < 0x80 ? [`%(?:25)*0?${hex}`] : []),
    `&#(?:${code}|[xX]0*${hex});`,
    ...(named === undefined ? [] : [`&${named};`]),
  ]
    .map((form) => `(?:${form})`)
    .join('|')
    .replace(/^.*$/s, (all) => `(?:${all})`)
}

/**
 * Returns the error itself, or, where it or a cause of it holds a secret, another one of the same class and name
 * without it, since errors are printed with their causes.
 */
export function redactError(error: Error): Error {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const text = `${each.message}\n${each.stack ?? ''}`
    if (redact(text) === text) continue
    const clean = alike(error, redact(error.message), redact(error.stack ?? ''))
    const { at } = error as { at?: unknown }
    return at === undefined ? clean : Object.assign(clean, { at })
  }
  return error
}

/** The properties of an error that our own code reads. */
const KEPT = ['retryAfterMs', 'overloaded', 'blames', 'scope', 'at'] as const

/**
 * Returns an error that a release threw, as it may be printed: of the same class and name, its message on one line with
 * control characters spelled out and no secrets, and nothing else of what it carried. Clients hang requests with their
 * headers on their errors, and vitest prints causes and properties.
 */
export function safeFault(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(harmless(redact(String(thrown))))
  const message = harmless(redact(thrown.message))
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const name = harmless(thrown.name)
  const stack = [`${name}: ${message}`, ...frames.map((line) => `    ${harmless(redact(line.trim()))}`)].join('\n')
  const safe = alike(thrown, message, stack)
  for (const key of KEPT) {
    const value: unknown = Reflect.get(thrown, key)
    if (value !== undefined) Object.assign(safe, { [key]: value })
  }
  return safe
}

function alike(error: Error, message: string, stack: string): Error {
  const made: Error = Object.setPrototypeOf(new Error(message), Object.getPrototypeOf(error) as object)
  made.name = harmless(error.name)
  made.stack = stack
  return made
}

/** Takes secrets out of all that an endpoint said: text, finish reason, reason, and who answered. */
export function cleanAnswer<A extends Answer | Rejection>(answer: A, secrets: readonly Secret[]): A {
  if (secrets.length === 0) return answer
  const clean = (text: string): string => withoutSecrets(text, secrets)
  const who = cleanIdentity(answer.who, clean)
  if ('outcome' in answer) return { ...answer, reason: clean(answer.reason), who }
  const { text, finish, choices } = answer
  return {
    ...answer,
    text: clean(text),
    finish: finish === null ? null : clean(finish),
    who,
    ...(choices && { choices: { ...choices, texts: choices.texts.map(clean) } }),
  }
}

function cleanIdentity(who: Identity, clean: (text: string) => string): Identity {
  let cleaned: Record<string, unknown> | null = null
  for (const [name, value] of Object.entries(who)) {
    const put: unknown = typeof value === 'string' ? clean(value) : value
    if (put !== value) cleaned = { ...(cleaned ?? who), [name]: put }
  }
  return cleaned === null ? who : (cleaned as unknown as Identity)
}

/**
 * The milliseconds for which a look at the environment counts: one look costs a fifth of everything else that a call
 * does.
 */
const FRESH = 100

/** Looks up the environment's secrets, at most once in `FRESH` milliseconds. */
export function freshSecrets(): () => readonly Secret[] {
  let seen = -Infinity
  let secrets: readonly Secret[] = []
  return () => {
    const now = performance.now()
    if (now - seen > FRESH) [seen, secrets] = [now, environmentSecrets()]
    return secrets
  }
}
