import { claimId } from '../core/plan/index.ts'
import type { Cell, ClaimKind, ClaimResult, Observation } from '../core/words/index.ts'
import { agrees } from './agrees.ts'
import { gather, ruleOf } from './gather.ts'
import { isCoherent } from './isCoherent.ts'
import { groupExamples, planUnits, type Side } from './planUnits.ts'
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
  const own = deps.observations.filter(({ task }) => task === spec.task)
  const byCell = new Map(own.map((observation) => [keyOf(observation.release, observation), observation]))
  const wanted = new Set(claim.order)
  const groups = groupExamples(
    own.filter(({ group }) => wanted.has(group)).map(({ example, group }) => ({ id: example, group })),
  )

  const differences = claim.order
    .filter((group) => !groups.has(group))
    .map((group) => `no observation of unit ${group}`)
  const rule = ruleOf(spec, claim.alpha, claim.claims)
  const gathering = gather({ spec, kind: deps.kind, sameAnswer: deps.sameAnswer, rule })
  const missing: string[] = []
  const odd: string[] = []
  let late = 0
  for (const unit of planUnits(spec, groups, claim.order)) {
    if (gathering.done()) {
      late++
      continue
    }
    const found = unit.asks.flatMap(({ side, cell }) => {
      const key = keyOf(releaseOf(side, deps), cell)
      const observation = byCell.get(key)
      if (observation === undefined) missing.push(key)
      else if (!isCoherent(observation)) odd.push(key)
      return observation ?? []
    })
    if (found.length === unit.asks.length) gathering.add(unitEvidence(unit, found))
  }
  if (missing.length > 0) differences.push(`${missing.length} observations are missing: ${list(missing)}`)
  if (odd.length > 0) differences.push(`${odd.length} observations contradict themselves: ${list(odd)}`)
  if (late > 0) differences.push(`the verdict was reached ${late} units before the recorded stop`)

  const { outcomes, order: _, ...figures } = summarise(gathering.result(), rule)
  const recomputed: Record<string, unknown> = { id: claimId(spec), ...figures, outcomes }
  for (const [field, value] of Object.entries(recomputed)) {
    const recorded = (claim as unknown as Record<string, unknown>)[field]
    if (!agrees(recorded, value))
      differences.push(`${field} is recorded as ${JSON.stringify(recorded)}, recomputed as ${JSON.stringify(value)}`)
  }
  return differences.map((difference) => `${name(claim)}: ${difference}`)
}

function keyOf(release: string, { example, variant, trial }: Cell): string {
  return `${release}/${example}/${variant}/${trial}`
}

function releaseOf(side: Side, { releases }: VerifyDeps): string {
  return side === 'candidate' ? releases.candidate : (releases.baseline ?? '(no baseline)')
}

function list(keys: readonly string[]): string {
  const more = keys.length - MOST
  return keys.slice(0, MOST).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

function name({ title }: ClaimResult): string {
  return `"${title}"`
}
