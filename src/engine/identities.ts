import type { Identity, Observation } from '../core/words/index.ts'

/** Two different answerers on one side. */
export interface MixedIdentity {
  /** `candidate`, `baseline`, or the name of another release. */
  readonly side: string
  readonly first: Identity
  readonly other: Identity
}

/**
 * Watches one side for a change of who answers. Cells that ended in an error do not count, for nobody answered them;
 * a fingerprint counts only against another one, for endpoints leave it out of some replies.
 */
export function watchIdentity(
  side: MixedIdentity['side'],
): (observations: readonly Observation[]) => MixedIdentity | null {
  let first: Identity | null = null
  return (observations) => {
    for (const { outcome, who } of observations) {
      if (outcome === 'error') continue
      if (first === null) first = who
      else if (first.model !== who.model || first.revision !== who.revision) return { side, first, other: who }
      else if (first.fingerprint === undefined) first = who
      else if (who.fingerprint !== undefined && who.fingerprint !== first.fingerprint)
        return { side, first, other: who }
    }
    return null
  }
}

/** e.g. `gpt-x at revision 2026-01-01, fingerprint fp_1`. */
export function nameIdentity({ model, revision, fingerprint }: Identity): string {
  const at = revision === null ? '' : ` at revision ${revision}`
  return `${model}${at}${fingerprint === undefined ? '' : `, fingerprint ${fingerprint}`}`
}
