import type { ReleaseInfo } from '../core/words/index.ts'

/** Stands in a run for a candidate that no claim asked. */
export function neverAsked(name: string): ReleaseInfo {
  return { name, model: 'never asked', revision: null, endpointKind: 'none', endpoint: '', format: '', parameters: {} }
}
