import { ruleOf } from '../core/plan/index.ts'
import { keyedHash } from '../core/plan/keyedHash.ts'
import { currencyOf, planClaim, plannedCalls, priceOf } from '../core/planning/index.ts'
import type { Cell, ClaimKind, ClaimSpec, Known, Task } from '../core/words/index.ts'
import type { ClaimAbout } from '../observe/hostPort.ts'
import { callTokens } from './callTokens.ts'
import { templatesLeft } from './instructionsInGeneral.ts'
import { observedUnits } from './observedUnits.ts'
import { unitsOf } from './unitsOf.ts'
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
export async function planCall(call: PlanCall): Promise<NonNullable<ClaimAbout['plan']>> {
  const { spec, kind, task, candidate, worker, order, alpha, alphaFail, maxCells, other } = call
  const { config, baseline } = worker
  const templates = templatesLeft(spec, task, { order, seed: config.seed, candidate: candidate.info })
  const units = templates ? templates.order.map((id) => [...(templates.groups.get(id) ?? [])]) : unitsOf(task, order)
  const paired = {
    ...(other && { second: unitsOf(other.task, other.order) }),
    ...(templates && { templates: templates.order }),
  }
  const baselineLacks = ({ example, variant, trial }: Cell): boolean =>
    (baseline?.lookup(task.name, example, variant, trial) ?? null) === null
  const calls = plannedCalls({ spec, units, ...paired, maxCells, baselineLacks })
  const pool = Math.min(units.length, paired.second?.length ?? Infinity)
  const observed = await observedUnits(
    { spec, kind, task, candidate: candidate.info.name, units, ...paired, ...(other && { other: other.task }) },
    worker,
  )
  const earlier = config.earlier ?? null
  const prices = config.prices ?? {}
  const side = ({ name, model }: { readonly name: string; readonly model: string }) => ({
    name,
    price: priceOf(prices, { name, model }),
  })
  const claim = planClaim({
    spec,
    kind,
    title: call.title,
    release: candidate.info.name,
    population: call.population,
    rule: ruleOf(spec, { alpha, ...(alphaFail !== undefined && { alphaFail }), claims: config.claims, pool }),
    notApplicable: kind.needsBaseline && baseline === null ? 'no baseline is accepted yet' : null,
    pool,
    examples: task.examples.length,
    ...(other && { otherExamples: other.task.examples.length }),
    ...(templates && { examplesEach: units[0]?.length ?? 0 }),
    calls,
    maxCells,
    observed,
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

function latencyOf(given: number | undefined, earlier: Worker['config']['earlier']): Known<number> {
  if (given !== undefined) return { value: given, from: `${given} ms a call, as given` }
  const measured = earlier?.latencyMs ?? null
  if (measured !== null)
    return { value: measured, from: `${measured.toFixed(1)} ms a call, the median of ${earlier?.from}` }
  return { value: null, from: 'no latency was measured in the latest run of this release; give one with --latency' }
}
