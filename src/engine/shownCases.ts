import type { Contrast, ContrastSide } from './contrasts.ts'

/** As many as a message can hold; whoever reads it knows them from then on. */
export const MOST = 3

/** A failing cell with the one it is shown beside. */
export interface ShownCase {
  readonly before: ContrastSide
  readonly after: ContrastSide
}

/** The first failing cells that can be shown beside another, of different examples, in plan order. */
export function shownCases(found: readonly Contrast[]): ShownCase[] {
  const shown: ShownCase[] = []
  const spent = new Set<string>()
  for (const { before, after } of found) {
    if (shown.length === MOST) break
    const { example } = after.observation
    if (before === null || spent.has(example)) continue
    spent.add(example)
    shown.push({ before, after })
  }
  return shown
}
