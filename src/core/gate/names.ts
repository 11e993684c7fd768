/** More names than this are counted. */
const MOST = 10

/** Titles in quotes, sorted, e.g. `"a", "b" and 3 more`. */
export function names(claims: readonly { readonly title: string }[]): string {
  const titles = claims.map((claim) => `"${claim.title}"`).toSorted()
  const shown = titles.slice(0, MOST).join(', ')
  return titles.length > MOST ? `${shown} and ${titles.length - MOST} more` : shown
}
