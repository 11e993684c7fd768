import { canonicalJson, sha256 } from '../core/hash/index.ts'
import type { Release } from '../core/types/index.ts'

type Asked = Pick<Release, 'model' | 'revision' | 'endpointKind' | 'parameters'>

/** The parts that are the same for all requests to a release, made once: this runs for every cell. */
const frames = new WeakMap<Asked, readonly [head: string, middle: string]>()

/**
 * Key of one request in journal and store: what the answer depends on, and nothing else. No address and no secret, so
 * that a recording can be shared and an endpoint moved. It is the sha256 of the canonical JSON of schema version,
 * model, revision, endpoint kind, prompt, parameters, seed and trial.
 * @param prompt the final prompt, after the release's format
 * @param seed sampling seed; give the same one wherever the same answer should be found again
 */
export function requestKey(release: Asked, prompt: string, seed: number, trial: number): string {
  const frame = frames.get(release) ?? frameOf(release)
  frames.set(release, frame)
  // The keys stand in canonical order.
  return sha256(
    `${frame[0]}${JSON.stringify(prompt)}${frame[1]}${canonicalJson(seed)},"trial":${canonicalJson(trial)}}`,
  )
}

function frameOf({ model, revision, endpointKind, parameters }: Asked): readonly [string, string] {
  const head = canonicalJson({ endpointKind, model, parameters })
  return [`${head.slice(0, -1)},"prompt":`, `,"revision":${canonicalJson(revision)},"schema":1,"seed":`]
}
