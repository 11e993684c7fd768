/** Whether the subset still does it; `null`: no more may be tried. */
export type Trial<Item> = (subset: readonly Item[]) => Promise<boolean | null>

/**
 * The smallest part of a list that still does what the whole list does, by delta debugging (Zeller and Hildebrandt 2002,
 * "Simplifying and isolating failure-inducing input", algorithm ddmin): chunks, then what is left without a chunk, in
 * ever finer chunks. `complete`: leaving out any single item is known to spoil it; otherwise trials ran out first.
 * Tries nothing for a list of one, and never the empty one. Deterministic for a deterministic trial.
 */
export async function ddmin<Item>(
  whole: readonly Item[],
  holds: Trial<Item>,
): Promise<{ readonly items: readonly Item[]; readonly complete: boolean }> {
  let items = whole
  let chunks = 2
  while (items.length > 1) {
    const parts = split(items, chunks)
    const rests = parts.length > 2 ? parts.map((part) => items.filter((item) => !part.includes(item))) : []
    let found: readonly Item[] | null = null
    for (const subset of [...parts, ...rests]) {
      const held = await holds(subset)
      if (held === null) return { items, complete: false }
      if (!held) continue
      found = subset
      break
    }
    if (found !== null) {
      chunks = parts.includes(found) ? 2 : Math.max(2, chunks - 1)
      items = found
    } else if (chunks >= items.length) break
    else chunks = Math.min(items.length, 2 * chunks)
  }
  return { items, complete: true }
}

/** So many parts of a list, in order, as even as can be. */
function split<Item>(items: readonly Item[], chunks: number): (readonly Item[])[] {
  const count = Math.min(chunks, items.length)
  return Array.from({ length: count }, (_, at) =>
    items.slice(Math.floor((at * items.length) / count), Math.floor(((at + 1) * items.length) / count)),
  )
}
