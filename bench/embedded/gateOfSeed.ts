import { claimsAlone, gateVerdict } from '../../src/core/gate/index.ts'
import { START, step, type Rule } from '../../src/core/sequential/index.ts'
import { orderGroups } from '../../src/core/sampling/index.ts'
import type { ClaimResult, ClaimSpec, GateResult, Task, Verdict } from '../../src/core/types/index.ts'
import type { ClaimUnit } from './claimUnits.ts'

interface AnyClaim {
  readonly title: string
  readonly spec: ClaimSpec
  readonly task: Task
}

/** A claim with all that deciding it takes. */
export interface SeedClaim extends AnyClaim {
  readonly rule: Rule
  readonly units: ReadonlyMap<string, ClaimUnit>
}

/**
 * A claim about the worst of several instructions. Which cells it asks depends on the arms that left the race before, so the
 * engine's own loop decides it.
 */
export interface RaceClaim extends AnyClaim {
  /** The units of each arm alone. */
  readonly arms: readonly ReadonlyMap<string, ClaimUnit>[]
  readonly race: (order: readonly string[]) => Promise<Ended>
}

/** The end of a claim, with the numbers of the candidate's cells that it took. */
export interface Ended {
  readonly verdict: Verdict
  readonly units: number
  readonly cells: ReadonlySet<number>
}

export interface SeedVerdict {
  readonly verdict: Verdict
  readonly units: number
  /** The number of distinct cells of the candidate. */
  readonly cells: number
}

/** One gate. */
export interface SeedGate {
  readonly claims: readonly SeedVerdict[]
  readonly gate: GateResult
  /** The number of distinct cells behind the gating claims: an answer that several of them rest on is asked once. */
  readonly calls: number
  /** Task -> its groups in plan order. */
  readonly orders: ReadonlyMap<string, readonly string[]>
}

/** Decides the claims of a gate in the plan order of one seed. */
export async function gateOfSeed(
  claims: readonly (SeedClaim | RaceClaim)[],
  seed: string,
  candidate: string,
): Promise<SeedGate> {
  const tasks = new Map(claims.map(({ task }) => [task.name, task]))
  const orders = new Map(
    [...tasks.values()].map((task) => {
      const groups = task.examples.map((example) => example.group)
      return [task.name, orderGroups(groups, { seed, taskHash: task.hash, candidate })]
    }),
  )
  const asked = new Map([...tasks.keys()].map((name) => [name, new Set<number>()]))
  const verdicts: SeedVerdict[] = []
  for (const claim of claims) {
    const { verdict, units, cells } = await endOf(claim, orders.get(claim.task.name)!)
    if (!claim.spec.advisory) for (const cell of cells) asked.get(claim.task.name)!.add(cell)
    verdicts.push({ verdict, units, cells: cells.size })
  }
  const gate = gateVerdict(
    claimsAlone(
      claims.map(
        ({ title, spec }, at) => ({ title, spec, verdict: verdicts[at]!.verdict, interval: spec.range }) as ClaimResult,
      ),
    ),
  )
  const calls = asked.values().reduce((sum, cells) => sum + cells.size, 0)
  return { claims: verdicts, gate, calls, orders }
}

/** Decides one claim over its units in this order. */
export async function endOf(claim: SeedClaim | RaceClaim, order: readonly string[]): Promise<Ended> {
  return 'race' in claim ? claim.race(order) : inOrder(claim, order)
}

/** Decides a claim without arms: the engine's loop, with nothing to wait for. */
export function inOrder({ rule, units }: Pick<SeedClaim, 'rule' | 'units'>, order: readonly string[]): Ended {
  const cells = new Set<number>()
  let state = START
  for (const group of order) {
    const unit = units.get(group)
    if (!unit) throw new RangeError(`no unit ${group}`)
    for (const cell of unit.cells) cells.add(cell)
    state = step(state, unit.value, rule)
    if (state.verdict !== null) break
  }
  return { verdict: state.verdict ?? 'inconclusive', units: state.units, cells }
}
