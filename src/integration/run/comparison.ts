import { compareWithBaseline, pairCells, type Whereabouts } from '../../core/compare/index.ts'
import { FIRST_READER, readerChange } from '../../core/gate/index.ts'
import type { ClaimResult, Comparison, RunAttempt } from '../../core/types/index.ts'
import { baselineLookup, type StoredBaseline } from '../../runs/index.ts'
import type { CollectedClaim } from './collector.ts'

/**
 * What is different from the baseline, over all cells that this run asked; where attempts are counted, over those of the
 * display share alone. Nothing of a task that changed or is read by another version of its reader.
 */
export function runComparison(
  { baseline, cells }: StoredBaseline,
  candidate: string,
  claims: readonly ClaimResult[],
  collected: readonly CollectedClaim[],
  display: NonNullable<RunAttempt['display']> | null = null,
): Comparison {
  const same = new Set(
    collected
      .map(({ about }) => about.task)
      .filter(({ name, reader = FIRST_READER }) => readerChange({ name, reader }, baseline) === null)
      .flatMap(({ name, hash, grownFrom }) => (baseline.taskHashes[name] === (grownFrom ?? hash) ? [name] : [])),
  )
  const shown = display && new Map(display.map(({ task, groups }) => [task, new Set(groups)]))
  const observations = collected
    .flatMap((claim) => claim.observations)
    .filter(({ task, group }) => same.has(task) && (shown === null || shown.get(task)?.has(group)))
  const where: Record<string, Whereabouts> = {}
  for (const { about } of collected) {
    if (!about.where) continue
    const known = where[about.task.name]
    where[about.task.name] = {
      families: { ...known?.families, ...about.where.families },
      slices: { ...known?.slices, ...about.where.slices },
    }
  }
  return compareWithBaseline({
    manifest: baseline.claims,
    claims,
    pairs: pairCells(observations, candidate, baselineLookup(cells)),
    where,
    fixed: false,
  })
}
