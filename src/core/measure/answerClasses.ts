import { perExample } from '../metrics/cells.ts'
import type { Observation } from '../words/index.ts'

/**
 * A function that brings answers to a common text where the task takes them as the same: answers to one example that
 * `sameAnswer` joins, and whatever they are joined with elsewhere. Other answers stay as they are.
 */
export function answerClasses(
  cells: readonly Observation[],
  sameAnswer: (a: string, b: string) => boolean,
): (answer: string) => string {
  const parent = new Map<string, string>()
  const root = (answer: string): string => {
    let at = answer
    for (let up = parent.get(at); up !== undefined; up = parent.get(at)) at = up
    return at
  }
  for (const example of perExample(cells)) {
    if (example.length === 1) continue
    const answers = [...new Set(example.flatMap(({ answer }) => answer ?? []))].toSorted()
    const heads: string[] = []
    for (const answer of answers) {
      const head = heads.find((known) => sameAnswer(known, answer))
      if (head === undefined) heads.push(answer)
      else join(root(head), root(answer))
    }
  }
  return root

  /** The lesser text stands for both, so that the order of the cells does not matter. */
  function join(a: string, b: string): void {
    if (a === b) return
    const [kept, other] = a < b ? [a, b] : [b, a]
    parent.set(other, kept)
  }
}
