import { UsageError } from '../words/index.ts'
import type { ComparedCell, ComparedRelease } from './comparedRelease.ts'
import type { Pair } from './pairCells.ts'

/** The cells that two releases share. Throws `UsageError` where an example is not the same in both. */
export function sharedPairs(before: ComparedRelease, now: ComparedRelease): Pair[] {
  const known = new Map(before.cells.map((cell) => [keyOf(cell), cell]))
  return now.cells.flatMap((cell) => {
    const past = known.get(keyOf(cell))
    if (past === undefined) return []
    refuseOther(before, past, now, cell)
    const { task, example, group, variant, gold, score } = cell
    return [{ task, example, group, variant, gold: gold ?? past.gold ?? '', before: past.score, now: score }]
  })
}

/** Throws `UsageError` where two releases were asked different tasks under one name: their figures say nothing together. */
export function refuseOtherTasks(releases: readonly ComparedRelease[]): void {
  const first = new Map<string, { readonly hash: string; readonly name: string }>()
  for (const { name, tasks } of releases)
    for (const [task, hash] of Object.entries(tasks)) {
      if (hash === null) continue
      const known = first.get(task)
      if (known === undefined) first.set(task, { hash, name })
      else if (known.hash !== hash) {
        throw new UsageError(
          `The task ${task} of ${name} is not that of ${known.name}: its hash is ${hash.slice(0, 12)}, there ` +
            `${known.hash.slice(0, 12)}. Examples, instructions or labels changed in between; measure one of the two again.`,
        )
      }
    }
}

function refuseOther(before: ComparedRelease, past: ComparedCell, now: ComparedRelease, cell: ComparedCell): void {
  const golds = cell.gold !== null && past.gold !== null && cell.gold !== past.gold
  const contents = cell.content && past.content && cell.content !== past.content
  if (!golds && !contents) return
  throw new UsageError(
    `Example ${cell.example} of ${cell.task} is not the same in ${before.name} and ${now.name}: ` +
      (golds ? 'its gold answer differs' : 'the hashes of its contents differ'),
  )
}

function keyOf({ task, example, variant, trial }: ComparedCell): string {
  return JSON.stringify([task, example, variant, trial])
}
