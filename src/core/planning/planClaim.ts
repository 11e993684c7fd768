import { chooseDraw, claimId, gridSize, type Rule } from '../plan/index.ts'
import { formatLimit } from '../report/index.ts'
import type { Chances, ClaimKind, ClaimSpec, ExpectedMost, Known, PlannedClaim, Price } from '../words/index.ts'
import { assumptions, observedValues, type Assumption } from './assumptions.ts'
import { drawWords, expectedMost, type PlannedCalls } from './plannedCalls.ts'
import { detectableOf, moneyOf, secondsOf, tokensOf } from './plannedFigures.ts'
import { QUICK, simulateClaim, THOROUGH } from './simulateClaim.ts'
import { mostlyOpen, undecidable } from './undecidable.ts'
import { isPlain } from './unitValues.ts'

/** Tokens of a single call. `mostOutput` is what the release allows; `null` where it sets no end. */
export interface CallTokens {
  readonly input: number
  readonly output: number | null
  readonly mostOutput: number | null
  readonly from: string
}

/** Whom the calls of one side go to. */
export interface PlannedSide {
  readonly name: string
  readonly price: Price | 'unknown' | null
}

/** All that a claim's plan is made from. */
export interface ClaimPlanDeps {
  readonly spec: ClaimSpec
  readonly kind: Pick<ClaimKind, 'needsBaseline'>
  readonly title: string
  readonly release: string
  readonly population: string
  readonly rule: Rule
  readonly notApplicable: string | null
  readonly pool: number
  readonly examples: number
  readonly calls: PlannedCalls
  /** Values that the accepted answers give the units of this claim, and whose they are; fewer than 30 are not used. */
  readonly observed: { readonly values: readonly number[]; readonly from: string }
  readonly tokens: CallTokens
  readonly candidate: PlannedSide
  readonly baseline: PlannedSide | null
  readonly currency: string
  readonly concurrency: number
  /** Milliseconds of a single call. */
  readonly latency: Known<number>
}

/** Units whose values are known, from which on they stand for the pool. */
const LEAST_OBSERVED = 30

/** Calls that may be made after a failure, to see whether answers vary by themselves. */
const PROBE = 20

/** What a claim would take, and how it would end for an unchanged release. Pure, and the same at every call. */
export function planClaim(deps: ClaimPlanDeps): PlannedClaim {
  const { spec, rule, pool, calls, notApplicable } = deps
  const most = calls.units.length
  const plain = isPlain(spec)
  const assumed = plain && notApplicable === null && most > 0 ? tableFor(deps) : []
  const chances = assumed.map((assumption, index) =>
    simulateClaim(rule, assumption, most, index === 0 ? THOROUGH : QUICK),
  )
  const expectedUnits = chances[0]?.units.mean ?? most
  const side = (name: 'candidate' | 'baseline'): ExpectedMost =>
    notApplicable === null
      ? expectedMost(
          calls.units.map((unit) => unit.filter((call) => call.side === name).length),
          expectedUnits,
        )
      : { expected: 0, most: 0 }
  const candidate = side('candidate')
  const probed = probes(spec) && notApplicable === null ? Math.min(PROBE, deps.examples) : 0
  const byside = { candidate: { ...candidate, most: candidate.most + probed }, baseline: side('baseline') }
  const total = {
    expected: byside.candidate.expected + byside.baseline.expected,
    most: byside.candidate.most + byside.baseline.most,
  }
  const open = plain && notApplicable === null ? openClaim(deps, most, assumed[0], chances[0]) : null
  return {
    id: claimId(spec),
    title: deps.title,
    release: deps.release,
    task: spec.task,
    statement: `${spec.statistic} ${spec.sense} ${formatLimit(spec.limit)} ${deps.population}`,
    advisory: spec.advisory,
    notApplicable,
    pool,
    grid: gridSize(spec, deps.examples),
    draw: drawWords(spec) + whyDraw(spec),
    cells: notApplicable === null ? expectedMost(calls.cells, expectedUnits) : { expected: 0, most: 0 },
    calls: { ...byside, note: noteOf(deps, probed) },
    tokens: tokensOf(total, deps.tokens),
    cost: moneyOf(byside, deps),
    seconds: secondsOf(total, deps),
    detectable: detectableOf(rule, most, plain),
    chances,
    chancesNote: plain
      ? ''
      : 'a claim with several hypotheses, tasks or releases is not simulated; the most is expected',
    undecidable: open,
  }
}

/** Of claims that compare with the baseline an unchanged release has no difference, so the table says how much is noise. */
function tableFor({ rule, observed, kind }: ClaimPlanDeps): Assumption[] {
  const table = assumptions(rule)
  if (kind.needsBaseline || observed.values.length < LEAST_OBSERVED) return table
  return [observedValues(observed.values, observed.from), ...table]
}

function openClaim(
  { rule, observed }: ClaimPlanDeps,
  units: number,
  first: Assumption | undefined,
  chances: Chances | undefined,
): PlannedClaim['undecidable'] {
  const never = undecidable(rule, units)
  if (never !== null || !first || !chances || first.words !== observed.from) return never
  return mostlyOpen(rule, units, first, chances)
}

function probes({ roles }: ClaimSpec): boolean {
  return roles.length > 1 && roles.some(({ name }) => name === 'canonical') && roles.every(({ trials }) => trials === 1)
}

/** Why a rewording claim draws so many, where the plan chose. */
function whyDraw({ roles, options }: ClaimSpec): string {
  if (options['variants'] !== undefined) return '; as the suite says'
  const alongside = roles.filter(({ pool }) => pool.length === 1).reduce((sum, { trials }) => sum + trials, 0)
  const drawn = roles.find(({ pool }) => pool.length > 1)
  if (!drawn) return ''
  if (alongside > 0) {
    const { m, why } = chooseDraw(drawn.pool.length, alongside)
    if (m === drawn.draw) return `; ${why}`
  }
  return drawn.draw === 1
    ? '; no cell is shared between the variants of an example, so one of each is the cheapest'
    : ''
}

function noteOf({ baseline, calls, notApplicable }: ClaimPlanDeps, probed: number): string {
  if (notApplicable !== null) return 'nothing is asked'
  const asked = calls.units.some((unit) => unit.some(({ side }) => side === 'baseline'))
  return [
    baseline === null
      ? ''
      : asked
        ? `cells that the baseline lacks are asked of ${baseline.name}`
        : 'the baseline holds all its cells',
    probed > 0 ? `the most counts ${probed} repeats after a failure` : '',
  ]
    .filter((part) => part !== '')
    .join('; ')
}
