import { cellsOf } from '../core/plan/index.ts'
import type { Cell, ClaimResult, ClaimSpec } from '../core/types/index.ts'
import type { Side } from './planUnits.ts'
import type { UnitEvidence } from './unitEvidence.ts'

/** Whether a side has a cell at all. */
export type Has = (side: Side, cell: Cell) => boolean

/**
 * The cells of examples that have not all that the claim's roles ask: what `verifyClaim` needs to plan them again.
 * `undefined` where every example has everything.
 */
export function ownCells(
  spec: ClaimSpec,
  units: readonly UnitEvidence[],
  has: Has | undefined,
): ClaimResult['ownCells'] | undefined {
  if (has === undefined) return undefined
  const counts = units.flatMap(({ examples }) => examples.flatMap(({ example }) => countsOf(spec, example, has) ?? []))
  return counts.length === 0 ? undefined : Object.fromEntries(counts)
}

/** The other way round: what a side had, by the record of a claim. */
export function recordedHas({ ownCells: recorded }: Pick<ClaimResult, 'ownCells'>): Has | undefined {
  if (recorded === undefined) return undefined
  const counts = new Map(
    Object.entries(recorded).map(([example, own]) => [example, new Map(own.map((one) => [one.variant, one]))]),
  )
  return (side, { example, variant, trial }) => {
    const own = counts.get(example)
    return own === undefined || trial < (own.get(variant)?.[side] ?? 0)
  }
}

type Counts = NonNullable<ClaimResult['ownCells']>[string]

function countsOf(spec: ClaimSpec, example: string, has: Has): readonly (readonly [string, Counts])[] | undefined {
  const counts = new Map<string, { candidate: number; baseline: number }>()
  let whole = true
  for (const [name, cells] of Object.entries(cellsOf(spec, example))) {
    const both = spec.roles.some((role) => role.name === name && role.side === 'both')
    for (const cell of cells) {
      const count = counts.get(cell.variant) ?? { candidate: 0, baseline: 0 }
      counts.set(cell.variant, count)
      for (const side of both ? (['candidate', 'baseline'] as const) : (['candidate'] as const)) {
        if (has(side, cell)) count[side] = Math.max(count[side], cell.trial + 1)
        else whole = false
      }
    }
  }
  if (whole) return undefined
  const asked = [...counts].map(([variant, { candidate, baseline }]) => ({ variant, candidate, baseline }))
  return [[example, asked.filter(({ candidate, baseline }) => candidate + baseline > 0)]]
}
