import { counted } from '../src/core/text/index.ts'

/** The first `max` items, and a sentence about the others; `null` where there are none. */
export function cutList<T>(
  items: readonly T[],
  max: number,
  noun: string,
): { readonly shown: readonly T[]; readonly more: string | null } {
  const left = items.length - max
  if (left <= 0) return { shown: items, more: null }
  return {
    shown: items.slice(0, max),
    more: `… ${counted(left, `more ${noun}`)} not shown here; the run folder holds all.`,
  }
}
