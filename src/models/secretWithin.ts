const NAME =
  /^(x-)?(api[-_]?key|authorization|(access|auth|bearer|session)[-_]?token|secret|password|passwd|credentials?|client[-_]?secret)$/i
const VALUE = /^(Bearer |(sk|pk|rk|hf|gsk|xai|r8|ghp|glpat|nvapi|AKIA)[-_]?[A-Za-z0-9_-]{16,}$)/

/** The path of the first value that looks like a secret, by its name or its own look; `null` without one. Never the value. */
export function secretWithin(value: unknown, path: string): string | null {
  if (typeof value === 'string') return VALUE.test(value) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [name, item] of Object.entries(value)) {
    const here = `${path}.${name}`
    const found = NAME.test(name) && item !== null && item !== '' ? here : secretWithin(item, here)
    if (found !== null) return found
  }
  return null
}
