/** Names of environment variables that hold secrets. */
const SECRET_NAME = /(^|_)(api_?key|key|token|secret|password|passwd|credentials?)(_|$)/i
/** Shorter values may be ordinary words. */
const LEAST = 8

/** Secrets by their look, wherever they come from. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@:]*:[^\s/@]+@/g, '$1[secret]@'],
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, '$1[secret]'],
  [/\b(sk|rk|hf|gsk|xai|r8|ghp|glpat|nvapi)[-_][A-Za-z0-9_-]{16,}/g, '[secret]'],
  [/([?&](?:key|api[-_]?key|token|access[-_]token|sig|signature|secret|password)=)[^\s&"'#]+/gi, '$1[secret]'],
]

/** A text without the secrets that the environment holds, and without what looks like one. */
export function redact(text: string): string {
  let clean = text
  for (const [name, value = ''] of Object.entries(process.env)) {
    if (value.length >= LEAST && SECRET_NAME.test(name) && clean.includes(value))
      clean = clean.replaceAll(value, `[${name}]`)
  }
  for (const [look, put] of LOOKS) clean = clean.replace(look, put)
  return clean
}

/**
 * The error itself, or, where it or a cause of it holds a secret, another one of the same class and name that does not: errors
 * are printed with their causes.
 */
export function redactError(error: Error): Error {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const text = `${each.message}\n${each.stack ?? ''}`
    if (redact(text) === text) continue
    const clean: Error = Object.setPrototypeOf(new Error(redact(error.message)), Object.getPrototypeOf(error) as object)
    clean.name = error.name
    clean.stack = redact(error.stack ?? '')
    const { at } = error as { at?: unknown }
    return at === undefined ? clean : Object.assign(clean, { at })
  }
  return error
}
