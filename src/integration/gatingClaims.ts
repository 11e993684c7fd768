/** The distinct gating claims of a manifest or a run: one claim asserted twice is one claim. */
export function gatingClaims<T extends { readonly id: string; readonly advisory: boolean }>(claims: readonly T[]): T[] {
  const byId = new Map(claims.filter((claim) => !claim.advisory).map((claim) => [claim.id, claim]))
  return [...byId.values()]
}
