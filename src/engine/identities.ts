import type { Identity, Observation } from '../core/types/index.ts'

/** Two different answerers on one side. */
export interface MixedIdentity {
  /** `candidate`, `baseline`, or the name of another release. */
  readonly side: string
  readonly first: Identity
  readonly other: Identity
}

/**
 * Watches one side for a change of who answers. Cells that ended in an error do not count, for nobody answered them;
 * a fingerprint and an upstream count only against another one, for endpoints leave them out of some replies.
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
      else if (differs(first.fingerprint, who.fingerprint) || differs(first.upstream, who.upstream))
        return { side, first, other: who }
      else if (tellsMore(first, who)) first = { ...who, ...first }
    }
    return null
  }
}

/** Whether an answer carries a mark that none before it had. */
function tellsMore(first: Identity, who: Identity): boolean {
  const { fingerprint, upstream } = first
  return (
    (fingerprint === undefined && who.fingerprint !== undefined) ||
    (upstream === undefined && who.upstream !== undefined)
  )
}

function differs(first: string | undefined, other: string | undefined): boolean {
  return first !== undefined && other !== undefined && first !== other
}

/** e.g. `gpt-x at revision 2026-01-01, fingerprint fp_1`. */
export function nameIdentity({ model, revision, fingerprint, upstream }: Identity): string {
  const at = revision === null ? '' : ` at revision ${revision}`
  const mark = fingerprint === undefined ? '' : `, fingerprint ${fingerprint}`
  return `${model}${at}${mark}${upstream === undefined ? '' : `, served by ${upstream}`}`
}
