import type { ClaimResult, ManifestClaim } from '../words/index.ts'

/**
 * Claims of the manifest that have another title now: the same id says the same thing, so a renamed test is the same
 * claim and nothing of it is lost. Sorted by the old title.
 */
export function renamedClaims(
  manifest: readonly ManifestClaim[],
  claims: readonly Pick<ClaimResult, 'id' | 'title' | 'waived'>[],
): readonly { readonly id: string; readonly from: string; readonly to: string }[] {
  const byId = Map.groupBy(claims, ({ id, waived }) => waived?.of ?? id)
  const kept = new Set(manifest.map(({ id, title }) => `${id} ${title}`))
  return manifest
    .flatMap(({ id, title }) => {
      const now = byId.get(id) ?? []
      if (now.length === 0 || now.some((claim) => claim.title === title)) return []
      const to = now.find((claim) => !kept.has(`${id} ${claim.title}`))
      return to ? [{ id, from: title, to: to.title }] : []
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
}
