import { cellsOf, endsChain, narrowRole } from '../sampling/index.ts'
import type { Cell, ClaimArm, ClaimKind, ClaimSpec, Observation, RoleEvidence } from '../types/index.ts'

/** The release and the task of which a cell was asked, if not of the candidate on the claim's own task. */
export interface KnownWhere {
  readonly release?: string
  readonly task?: string
}

type SameAnswer = (a: string, b: string) => boolean

/** The known answers to a claim's cells, and the units that they belong to. */
export interface KnownAnswers {
  /** The examples of each unit of the pool. */
  readonly units: readonly (readonly string[])[]
  /** The same of the claim's other task. */
  readonly second?: readonly (readonly string[])[]
  /** The instruction that each unit is, in a claim about instructions in general. */
  readonly templates?: readonly string[]
  /** `null` where the answer is not known. */
  readonly lookUp: (cell: Cell, where: KnownWhere) => Observation | null
  readonly sameAnswer: SameAnswer
  readonly otherSameAnswer?: SameAnswer
  /**
   * Only the first units up to one that is not known: what a gate went on to ask depends on the answers before, so later
   * units that happen to be known whole would be a choice of the better ones.
   */
  readonly prefix?: boolean
}

/** A unit all of whose cells are known. */
export interface KnownUnit {
  /** The value of each arm; of a claim without arms the one value. */
  readonly values: readonly number[]
  /** The share of its cells that a chain asks before it ends. */
  readonly share: number
}

/** Most values that are computed for the arms of one claim: with hundreds of arms a part of the units is enough. */
const MOST_VALUES = 60_000

/**
 * Returns the units all of whose cells are known, as if the candidate had given the known answers. An unknown value counts
 * in the middle of its ends.
 */
export function knownUnits(
  spec: ClaimSpec,
  kind: Pick<ClaimKind, 'value'>,
  { units, second = [], templates, lookUp, sameAnswer, otherSameAnswer = sameAnswer, prefix = false }: KnownAnswers,
): { readonly own: readonly KnownUnit[]; readonly other: readonly KnownUnit[] } {
  const knownAmong = (all: readonly (readonly string[])[], task: string | undefined, same: SameAnswer): KnownUnit[] => {
    const known: KnownUnit[] = []
    for (const [at, examples] of all.entries()) {
      if (known.length * (spec.arms?.length ?? 1) >= MOST_VALUES) break
      const roles = spec.roles
        .filter((role) => role.task === task)
        .map((role) => (templates === undefined ? role : narrowRole(role, templates[at]!)))
      const taskHash = task === undefined ? spec.taskHash : (spec.other?.taskHash ?? spec.taskHash)
      const unit = knownUnit({ ...spec, taskHash, roles }, kind, examples, lookUp, same)
      if (unit !== null) known.push(unit)
      else if (prefix) break
    }
    return known
  }
  return {
    own: knownAmong(units, undefined, sameAnswer),
    other: knownAmong(second, spec.other?.task, otherSameAnswer),
  }
}

function knownUnit(
  spec: ClaimSpec,
  kind: Pick<ClaimKind, 'value'>,
  examples: readonly string[],
  lookUp: KnownAnswers['lookUp'],
  same: SameAnswer,
): KnownUnit | null {
  const arms: readonly (ClaimArm | undefined)[] = spec.arms ?? [undefined]
  const sums = arms.map(() => 0)
  let share = 0
  if (examples.length === 0) return null
  for (const example of examples) {
    const known = evidenceOf(spec, example, lookUp)
    if (known === null) return null
    for (const [at, arm] of arms.entries()) {
      const { least, most } = kind.value(known.evidence, same, spec.options, arm)
      sums[at]! += (least + most) / 2
    }
    share += known.share
  }
  return { values: sums.map((sum) => sum / examples.length), share: share / examples.length }
}

/** Returns the cells of one example; `null` as soon as one is not known. */
function evidenceOf(spec: ClaimSpec, example: string, lookUp: KnownAnswers['lookUp']) {
  const evidence: Record<string, RoleEvidence> = {}
  const drawn = cellsOf(spec, example)
  let [asked, all] = [0, 0]
  for (const { name, side, chained, release, task } of spec.roles) {
    const where: KnownWhere = { ...(release !== undefined && { release }), ...(task !== undefined && { task }) }
    const candidate: Observation[] = []
    const cells = drawn[name] ?? []
    for (const cell of cells) {
      const observation = lookUp(cell, where)
      if (observation === null) return null
      candidate.push(observation)
      if (chained && endsChain(observation)) break
    }
    asked += candidate.length
    all += cells.length
    evidence[name] = { candidate, baseline: side === 'both' ? candidate : [] }
  }
  return { evidence, share: all === 0 ? 1 : asked / all }
}
