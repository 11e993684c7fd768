/** Which missing claims are missing because their test was skipped, one sentence each. */
export function skippedClaims(
  missing: readonly { readonly title: string }[],
  skippedTests: readonly string[],
): readonly string[] {
  const skipped = new Set(skippedTests)
  return missing
    .filter(({ title }) => skipped.has(title) || skipped.has(testOf(title)))
    .map(({ title }) => `The test of "${title}" is skipped: run it, or accept a baseline without it.`)
}

/** Skipped tests where no baseline says which claims there are: what they would have claimed is not known to hold. */
export function skippedUnknown(skippedTests: readonly string[]): readonly string[] {
  if (skippedTests.length === 0) return []
  const names = skippedTests.map((name) => `"${name}"`).join(', ')
  const are = skippedTests.length === 1 ? 'A robust test is' : `${skippedTests.length} robust tests are`
  return [
    `${are} skipped, and no baseline says that the release may ship without: ${names}. Run or delete what is skipped.`,
  ]
}

/** The name of the test that made a claim: titles of several claims of one test, or of two tests of one name, add to it. */
export function testOf(title: string): string {
  return title.replace(/ \[[^\]]*\]$/, '').replace(/ \(\d+\)$/, '')
}
