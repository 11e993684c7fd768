import { isForGate, UsageError, type ClaimKind, type ClaimSpec } from '../../core/types/index.ts'
import type { ClaimCall } from '../ask/claim.ts'
import type { Worker } from '../ask/worker.ts'

/**
 * A claim against the baseline that is decided a second time: on the same cells in the same order, against the pinned
 * anchor, with its own limit.
 */
export interface AnchoredClaim {
  readonly call: ClaimCall
  readonly worker: Worker
}

/**
 * Returns the claim to decide in addition; `null` where there is none: no anchor in the config, no claim against a
 * baseline, or one that `.not` turned into "is worse", which needs no anchor, since an anchor guards against many small
 * losses. Throws `UsageError` for a limit from an anchor that the config does not name.
 */
export function againstAnchor(call: ClaimCall, worker: Worker): AnchoredClaim | null {
  const { anchor, config } = worker
  if (!isRegression(call.kind) || !isForGate(config.mode)) return null
  if (anchor === null) {
    if ((call.options as { byFromAnchor?: unknown } | undefined)?.byFromAnchor === undefined) return null
    throw new UsageError(
      `${call.kind.name}({ byFromAnchor }): the config names no anchor; add anchor: 'baselines/<release>' to robustness({ … })`,
    )
  }
  if (call.negated) return null
  const title = `${call.title} (against the anchor ${anchor.name})`
  return {
    call: { ...call, title, call: `${call.call} anchor`, against: 'anchor' },
    worker: { ...worker, baseline: anchor },
  }
}

/** Returns the claim as it is recorded, with `byFromAnchor` for a limit where the suite gives one. */
export function anchoredSpec(spec: ClaimSpec): ClaimSpec {
  const by = spec.options['byFromAnchor']
  return { ...spec, against: 'anchor', ...(typeof by === 'number' && { limit: -by }) }
}

/** Names the anchor in the message of a fault: "accept a new baseline" alone would send the user the wrong way. */
export function namingAnchor(error: unknown, { anchor }: Worker): unknown {
  if (!(error instanceof UsageError) || anchor === null) return error
  return new UsageError(`against the anchor ${anchor.id}: ${error.message}; or pin another anchor, or none`)
}

function isRegression({ needsBaseline }: ClaimKind): boolean {
  return needsBaseline
}
