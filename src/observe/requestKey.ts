import { canonicalJson, sha256 } from '../core/hash/index.ts'
import type { Release } from '../core/words/index.ts'

/**
 * Key of one request in journal and store: what the answer depends on, and nothing else. No address and no secret, so
 * that a recording can be shared and an endpoint moved.
 * @param prompt the final prompt, after the release's format
 * @param seed sampling seed; give the same one wherever the same answer should be found again
 */
export function requestKey(
  { model, revision, endpointKind, parameters }: Pick<Release, 'model' | 'revision' | 'endpointKind' | 'parameters'>,
  prompt: string,
  seed: number,
  trial: number,
): string {
  return sha256(canonicalJson({ schema: 1, model, revision, endpointKind, prompt, parameters, seed, trial }))
}
