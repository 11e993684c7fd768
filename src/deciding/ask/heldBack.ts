/** Decides where a test is held back instead of failing: no endpoint may be asked here, and the claim needs one. */
import { priceOf } from '../../core/cost/index.ts'
import { runsHere } from '../../observe/index.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** Says whether this run asks a release for nothing: no endpoint may be asked here, and the release is behind one. */
export function isNeverAsked(
  { release, info }: BuiltRelease,
  { host, config }: Pick<Worker, 'host' | 'config'>,
): boolean {
  return (host.offline ?? false) && !runsHere(release, priceOf(config.prices ?? {}, info))
}

/** Ends the reason why a test is held back. */
export const NOT_ASKED_HERE =
  'No endpoint is asked here (vitest watches, an editor runs it, or the config says live: false), so this is no error yet; it is one for a gate and in CI'
