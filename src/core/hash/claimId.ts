import { canonicalJson, sha256 } from './canonicalJson.ts'
import type { ClaimSpec } from '../types/index.ts'

/** First 12 hex digits of the sha256 of the spec's canonical JSON: two claims with one id claim the same. */
export function claimId(spec: ClaimSpec): string {
  return sha256(canonicalJson(spec)).slice(0, 12)
}
