import { cellsOf } from '../src/core/sampling/index.ts'
import type { Cell, ClaimKind, ClaimSpec, Observation, RoleEvidence, Task } from '../src/core/types/index.ts'
import { binomialRival, normalRival } from './verdicts/rival.ts'

const ALPHA = 0.05

export interface FixedSample {
  /** The number of units that the fixed-size test needs. */
  readonly units: number
  /** The number of its candidate cells. */
  readonly cells: number
}

/**
 * Finds the fair rival of a sequential claim: a random sample whose size is fixed beforehand, tested once at α = 0.05, of
 * the least size that decides with power 0.95: by the exact binomial test where every unit is 0 or 1, by the normal
 * approximation elsewhere, but never fewer units than an exact test needs of the best possible data, (1 − δ)^n ≤ α on the
 * range's scale. The units' mean and spread are measured on `groups`: the rival is given for free what a user would have to
 * guess. `null` where it needs more than the `pool`: then it would not decide either; and for a claim about the worst of
 * several instructions, whose sample would depend on how many of them are near the worst.
 */
export async function fixedSample(
  spec: ClaimSpec,
  kind: ClaimKind,
  task: Task,
  groups: readonly string[],
  ask: (side: 'candidate' | 'baseline', cell: Cell) => Promise<Observation | null>,
  pool: number,
): Promise<FixedSample | null> {
  if (spec.arms) return null
  const members = Map.groupBy(task.examples, (example) => example.group)
  const values: number[] = []
  let cells = 0
  for (const group of groups) {
    const examples = members.get(group) ?? []
    let sum = 0
    for (const { id } of examples) {
      const evidence: Record<string, RoleEvidence> = {}
      for (const [role, asked] of Object.entries(cellsOf(spec, id))) {
        const both = spec.roles.find(({ name }) => name === role)?.side === 'both'
        const candidate = await all(asked.map((cell) => ask('candidate', cell)))
        const baseline = both ? await all(asked.map((cell) => ask('baseline', cell))) : []
        evidence[role] = { candidate, baseline }
        cells += asked.length
      }
      const { least, most } = kind.value(evidence, task.kind.sameAnswer, spec.options)
      sum += (least + most) / 2
    }
    values.push(sum / examples.length)
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1)
  const units = unitsNeeded(spec, values, mean, variance)
  return units === null || units > pool ? null : { units, cells: Math.ceil((units * cells) / values.length) }
}

function unitsNeeded(
  { range: [low, high], limit, sense }: ClaimSpec,
  values: readonly number[],
  mean: number,
  variance: number,
): number | null {
  if (low === 0 && high === 1 && values.every((value) => value === 0 || value === 1))
    return binomialRival(mean, limit, ALPHA)
  const holds = sense === 'at most' ? mean < limit : mean > limit
  const room = (sense === 'at most') === holds ? (limit - low) / (high - low) : (high - limit) / (high - low)
  const least = Math.ceil(Math.log(ALPHA) / Math.log(1 - room))
  const normal = normalRival(mean, variance, limit, ALPHA)
  return normal === null ? null : Math.max(normal, least)
}

async function all(asked: readonly Promise<Observation | null>[]): Promise<Observation[]> {
  const observations = await Promise.all(asked)
  return observations.map((observation) => {
    if (observation === null) throw new Error('a cell is missing: accept the baseline again')
    return observation
  })
}
