import { canonicalJson, canonicalSha256 } from './canonicalJson.ts'
import type { Run } from '../types/index.ts'

/** Digits of the hash in the name of a run's folder: what a name can bear, and still none that anybody finds twice. */
export const HASH_DIGITS_IN_NAME = 16

/**
 * Returns the text whose hash is a run's evidence hash: the canonical JSON of its format and its evidence. The hash of the
 * observations is a part of it, so that one hash covers all that was claimed and all that was observed.
 */
export function evidenceText({ schema, evidence }: Pick<Run, 'schema' | 'evidence'>): string {
  return canonicalJson({ schema, evidence })
}

/**
 * Returns the sha256 over all evidence of a run, 64 hex digits: every report names it, and the folder's name begins with
 * it.
 */
export function evidenceHash({ schema, evidence }: Pick<Run, 'schema' | 'evidence'>): string {
  return canonicalSha256({ schema, evidence })
}
