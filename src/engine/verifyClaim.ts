import { claimId } from '../core/plan/index.ts'
import { namesUpTo } from '../core/text/index.ts'
import type { Cell, ClaimKind, ClaimResult, ClaimSpec, Observation } from '../core/words/index.ts'
import { agrees } from './agrees.ts'
import { gather, recordedRule } from './gather.ts'
import { isCoherent } from './isCoherent.ts'
import { recordedHas } from './ownCells.ts'
import { recordedApplies } from './passOver.ts'
import { groupExamples, planUnits, type Ask, type Sample } from './planUnits.ts'
import { recall } from './recall.ts'
import { summarise } from './summarise.ts'
import { unitEvidence } from './unitEvidence.ts'

/** What a verdict is recomputed from. */
export interface VerifyDeps {
  readonly kind: ClaimKind
  readonly sameAnswer: (a: string, b: string) => boolean
  /** All observations of the run; those of other claims are passed over. */
  readonly observations: readonly Observation[]
  /** Names of the releases that played the two roles. */
  readonly releases: { readonly candidate: string; readonly baseline: string | null }
  /** Whether one of its tasks grew: then not every unit of the pool need have been known together with others. */
  readonly grown?: boolean
  /** Of the claim's other task, where it has one. */
  readonly otherSameAnswer?: (a: string, b: string) => boolean
}

/** Cells named in one difference. */
const MOST = 5

/**
 * Recomputes a claim's verdict, wealths and figures from its specification and the observations of the run, without
 * asking anything, and returns what differs, one sentence each: nothing if the claim is verified. It shares the
 * stepping with `decide`. Whether answers and scores follow from the raw texts is not looked at here.
 */
export function verifyClaim(claim: ClaimResult, deps: VerifyDeps): string[] {
  const { spec } = claim
  if (claim.verdict === 'not applicable') return claim.order.length === 0 ? [] : [`${name(claim)} rests on units`]
  const byCell = new Map(
    deps.observations
      .filter(({ task }) => task === spec.task || task === spec.other?.task)
      .map((observation) => [keyIn(spec, observation.task, observation.release, observation), observation]),
  )
  const [own, other] = recordedSamples(claim, byCell.values())
  const differences = [own, ...(other ? [other] : [])].flatMap(({ groups, order }) =>
    order.filter((group) => !groups.has(group)).map((group) => `no observation of unit ${group}`),
  )
  const rule = recordedRule(claim)
  const end = rule.spans?.at(-1)?.end
  if (end !== undefined && (end > claim.pool || (end < claim.pool && !deps.grown)))
    differences.push(`a part of the capital bets on the end of ${end} units, and the pool holds ${claim.pool}`)
  const { kind, sameAnswer, otherSameAnswer = sameAnswer } = deps
  const gathering = gather({ spec, kind, sameAnswer, otherSameAnswer, rule })
  const missing: string[] = []
  const odd: string[] = []
  let late = 0
  for (const unit of planUnits(spec, own, other, gathering.live, recordedApplies(claim), recordedHas(claim))) {
    if (gathering.done()) {
      late++
      continue
    }
    const keyOfAsk = (ask: Ask) => keyIn(spec, ask.task ?? spec.task, releaseOf(ask, deps), ask.cell)
    const recalled = recall(
      unit,
      (ask) => byCell.get(keyOfAsk(ask)),
      (observation) => observation,
    )
    for (const ask of recalled.missing) missing.push(keyOfAsk(ask))
    for (const [at, observation] of recalled.found.entries())
      if (observation !== undefined && !isCoherent(observation)) odd.push(keyOfAsk(unit.asks[at]!))
    if (recalled.missing.length === 0) gathering.add(unitEvidence(unit, recalled.found))
  }
  if (missing.length > 0) differences.push(`${missing.length} observations are missing: ${namesUpTo(MOST, missing)}`)
  if (odd.length > 0) differences.push(`${odd.length} observations contradict themselves: ${namesUpTo(MOST, odd)}`)
  if (late > 0) differences.push(`the verdict was reached ${late} units before the recorded stop`)

  const { outcomes, order: _, otherOrder: _other, ...figures } = summarise(gathering.result(), spec, rule)
  const recomputed: Record<string, unknown> = { id: claimId(spec), ...figures, outcomes }
  for (const [field, value] of Object.entries(recomputed)) {
    const recorded = (claim as unknown as Record<string, unknown>)[field]
    if (!agrees(recorded, value))
      differences.push(`${field} is recorded as ${JSON.stringify(recorded)}, recomputed as ${JSON.stringify(value)}`)
  }
  return differences.map((difference) => `${name(claim)}: ${difference}`)
}

/** The groups that a claim rests on, with the examples that were observed of each: of its task, and of the other. */
export function recordedSamples(
  { spec, order, otherOrder, templates }: ClaimResult,
  observations: Iterable<Observation>,
): readonly [Sample, Sample | null] {
  if (templates) return [{ order, groups: new Map(Object.entries(templates)) }, null]
  const all = [...observations]
  const sample = (named: string, groups: readonly string[]): Sample => {
    const wanted = new Set(groups)
    const seen = all.filter(({ task, group }) => task === named && wanted.has(group))
    return { order: groups, groups: groupExamples(seen.map(({ example, group }) => ({ id: example, group }))) }
  }
  return [sample(spec.task, order), spec.other ? sample(spec.other.task, otherOrder ?? []) : null]
}

/** The name under which a cell's observation is kept. */
export function releaseOf({ side, release }: Ask, { releases }: Pick<VerifyDeps, 'releases'>): string {
  return release ?? (side === 'candidate' ? releases.candidate : (releases.baseline ?? '(no baseline)'))
}

/** Key of a cell; the other task's cells carry its name. */
function keyIn(spec: ClaimSpec, task: string, release: string, { example, variant, trial }: Cell): string {
  return `${release}/${task === spec.task ? '' : `${task}/`}${example}/${variant}/${trial}`
}

function name({ title }: ClaimResult): string {
  return `"${title}"`
}
