/** Compares two texts by code unit, for sorting: the order is the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Returns the first `most` names with commas, and the number of those left out: `a, b and 3 more`. */
export function namesUpTo(most: number, names: readonly string[]): string {
  const more = names.length - most
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
