import type { Release } from '../core/types/index.ts'

const NAME =
  /^(x-)?(api[-_]?key|authorization|(access|auth|bearer|session)[-_]?token|secret|password|passwd|credentials?|client[-_]?secret)$/i

const VALUE = /^(Bearer |(sk|pk|rk|hf|gsk|xai|r8|ghp|glpat|nvapi|AKIA)[-_]?[A-Za-z0-9_-]{16,}$)/

/** Says what is wrong with a release, one sentence each; empty for one that can be asked and told apart from others. */
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

/** Whether a value says the same after a trip through JSON. */
export function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson)
}

/** The path of the first value that looks like a secret, by its name or its own look; `null` without one. Never the value. */
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
