import { cellsOf } from '../src/core/plan/index.ts'
import type { Cell, ClaimKind, ClaimSpec, Observation, RoleEvidence, Task } from '../src/core/words/index.ts'

/** The 95% quantile of the standard normal distribution: for α = 0.05, and for a power of 0.95. */
const Z = 1.6448536269514722

export interface FixedSample {
  /** Units that the fixed-size test needs; may exceed the pool. */
  readonly units: number
  /** Its candidate cells. */
  readonly cells: number
}

/**
 * The fair rival of a sequential claim: a random sample whose size is fixed beforehand, tested once with the normal
 * approximation at α = 0.05, of the size that decides with power 0.95: n = ((z_α + z_β)·σ/(μ − δ))². μ and σ are those
 * of the units of `groups`, measured: the rival is given for free what a user would have to guess.
 */
export async function fixedSample(
  spec: ClaimSpec,
  kind: ClaimKind,
  task: Task,
  groups: readonly string[],
  ask: (side: 'candidate' | 'baseline', cell: Cell) => Promise<Observation | null>,
): Promise<FixedSample> {
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
  const units = Math.max(1, Math.ceil((4 * Z ** 2 * variance) / (mean - spec.limit) ** 2))
  return { units, cells: Math.ceil((units * cells) / values.length) }
}

async function all(asked: readonly Promise<Observation | null>[]): Promise<Observation[]> {
  const observations = await Promise.all(asked)
  return observations.map((observation) => {
    if (observation === null) throw new Error('a cell is missing: accept the baseline again')
    return observation
  })
}
