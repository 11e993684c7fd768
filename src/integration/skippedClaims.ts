/** Which missing claims are missing because their test was skipped, one sentence each. */
export function skippedClaims(
  missing: readonly { readonly title: string }[],
  skippedTests: readonly string[],
): readonly string[] {
  const skipped = new Set(skippedTests)
  return missing
    .filter(({ title }) => skipped.has(title) || skipped.has(title.replace(/ \(\d+\)$/, '')))
    .map(({ title }) => `The test of "${title}" is skipped: run it, or accept a baseline without it.`)
}
