import type { CollectedClaim } from './collector.ts'

/**
 * Answers of one release that came from several models, revisions or fingerprints: a gate cannot say which of them it
 * judged. One sentence for each such release; each claim by itself was checked when it was decided.
 */
export function mixedAnswerers(collected: readonly CollectedClaim[]): string[] {
  const answerers = new Map<string, Set<string>>()
  for (const { release, who, outcome } of collected.flatMap((claim) => claim.observations)) {
    if (outcome === 'error') continue
    const marks = [who.fingerprint, who.upstream].filter((mark) => mark !== undefined && mark !== '')
    const name = [who.model, who.revision ?? 'no revision', ...marks].join(', ')
    const known = answerers.get(release) ?? new Set()
    answerers.set(release, known.add(name))
  }
  return [...answerers]
    .filter(([, names]) => names.size > 1)
    .map(([release, names]) => `Several models answered for ${release}: ${[...names].toSorted().join(' | ')}.`)
}
