import { keyedHash } from '../core/plan/keyedHash.ts'
import { currencyOf, planClaim, plannedCalls, priceOf, unitValues } from '../core/planning/index.ts'
import type { Cell, ClaimKind, ClaimSpec, Known, Observation, Task } from '../core/words/index.ts'
import type { ClaimAbout } from '../observe/hostPort.ts'
import { baselineObservation } from '../runs/index.ts'
import { callTokens } from './callTokens.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** One matcher call in plan mode, after its options were read. */
export interface PlanCall {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly title: string
  readonly population: string
  readonly task: Task
  readonly candidate: BuiltRelease
  readonly worker: Worker
  /** Groups in plan order. */
  readonly order: readonly string[]
  readonly alpha: number
  readonly alphaFail?: number
  readonly maxCells: number
  /** The claim's second task. */
  readonly other?: { readonly task: Task; readonly order: readonly string[] }
}

/** What a claim would take. Asks nothing: it reads the task, the config, the accepted baseline and an earlier run. */
export function planCall(call: PlanCall): NonNullable<ClaimAbout['plan']> {
  const { spec, kind, task, candidate, worker, order, alpha, alphaFail, maxCells } = call
  const { config, baseline } = worker
  const units = unitsOf(task, order)
  const second = call.other && unitsOf(call.other.task, call.other.order)
  const examples = new Map(task.examples.map((example) => [example.id, example]))
  const accepted = (cell: Cell): Observation | null => {
    const found = baseline?.lookup(task.name, cell.example, cell.variant, cell.trial) ?? null
    const example = examples.get(cell.example)
    if (!baseline || !found || !example) return null
    return baselineObservation(found, { release: baseline.accepted.release, group: example.group, gold: example.gold })
  }
  const baselineLacks = (cell: Cell): boolean => accepted(cell) === null
  const calls = plannedCalls({ spec, units, ...(second && { second }), maxCells, baselineLacks })
  const values = baseline ? unitValues(spec, kind, { units, lookUp: accepted, sameAnswer: task.kind.sameAnswer }) : []
  const earlier = config.earlier ?? null
  const prices = config.prices ?? {}
  const side = ({ name, model }: { readonly name: string; readonly model: string }) => ({
    name,
    price: priceOf(prices, { name, model }),
  })
  const { range, limit, sense } = spec
  const claim = planClaim({
    spec,
    kind,
    title: call.title,
    release: candidate.info.name,
    population: call.population,
    rule: { range, limit, sense, alpha, ...(alphaFail !== undefined && { alphaFail }), claims: config.claims },
    notApplicable: kind.needsBaseline && baseline === null ? 'no baseline is accepted yet' : null,
    pool: units.length,
    examples: task.examples.length,
    calls,
    observed: { values, from: `as ${baseline?.accepted.release.name} answered (${values.length} units)` },
    tokens: callTokens(task, candidate.release, calls.units, earlier),
    candidate: side(candidate.info),
    baseline: baseline && side(baseline.accepted.release),
    currency: currencyOf(prices),
    concurrency: candidate.release.concurrency,
    latency: latencyOf(config.latencyMs, earlier),
  })
  const hash = keyedHash(task.hash)
  const asked = { candidate: candidate.info.name, baseline: baseline?.accepted.release.name ?? '' }
  const requests = calls.units.map((unit) =>
    unit.map((one) =>
      hash(`${one.release ?? asked[one.side]}/${one.cell.example}/${one.cell.variant}/${one.cell.trial}`),
    ),
  )
  return { claim, requests: claim.notApplicable === null ? requests : [] }
}

function unitsOf({ examples }: Task, order: readonly string[]): string[][] {
  const groups = Map.groupBy(examples, ({ group }) => group)
  return order.flatMap((group) => {
    const members = groups.get(group)
    return members ? [members.map(({ id }) => id).toSorted()] : []
  })
}

function latencyOf(given: number | undefined, earlier: Worker['config']['earlier']): Known<number> {
  if (given !== undefined) return { value: given, from: `${given} ms a call, as given` }
  const measured = earlier?.latencyMs ?? null
  if (measured !== null)
    return { value: measured, from: `${measured.toFixed(1)} ms a call, the median of ${earlier?.from}` }
  return { value: null, from: 'no latency was measured in the latest run of this release; give one with --latency' }
}
