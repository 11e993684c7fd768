import { claimId } from '../hash/index.ts'
import { gridSize } from '../sampling/index.ts'
import { unchangedValue, type Rule } from '../sequential/index.ts'
import { formatLimit } from '../text/index.ts'
import type { Chances, ClaimKind, ClaimSpec, ExpectedMost, Known, PlannedClaim, Price } from '../types/index.ts'
import { assumedOf, type Observed } from './assumedOf.ts'
import { drawWords } from './drawWords.ts'
import { expectedMost, type PlannedCalls } from '../planning/plannedCalls.ts'
import { detectableOf, moneyOf, secondsOf, tokensOf } from './plannedFigures.ts'
import { effortOf, simulateClaim, type Simulated } from './simulateClaim.ts'
import { mostlyOpen, openAlike, openUnchanged } from '../planning/undecidable.ts'
import { otherDesigns } from './otherDesigns.ts'
import { besideOf, NOTHING_BESIDE, noteOf } from './beside.ts'
import { cannotPass, unitWord } from '../planning/cannotPass.ts'
import type { ArmsAssumption, Assumption } from '../planning/assumptions.ts'
import { strictestLimit, unitsForLimit } from './nineInTen.ts'

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
  readonly kind: Pick<ClaimKind, 'needsBaseline' | 'value'>
  readonly title: string
  readonly release: string
  readonly population: string
  /** Why each example meets so many variants, where that was chosen for this claim. */
  readonly whyVariants?: string
  readonly rule: Rule
  readonly notApplicable: string | null
  readonly pool: number
  readonly examples: number
  /** Of the claim's other task. */
  readonly otherExamples?: number
  /** Examples that an instruction is asked on, where instructions are the units. */
  readonly examplesEach?: number
  readonly calls: PlannedCalls
  /** Most cells that the claim may rest on. */
  readonly maxCells: number
  /** What known answers give the units of this claim. */
  readonly observed: Observed
  readonly tokens: CallTokens
  readonly candidate: PlannedSide
  readonly baseline: PlannedSide | null
  readonly currency: string
  readonly concurrency: number
  /** Milliseconds of a single call. */
  readonly latency: Known<number>
}

/** What a claim would take, and how it would end for an unchanged release. Pure, and the same at every call. */
export function planClaim(deps: ClaimPlanDeps): PlannedClaim {
  const { spec, rule, pool, calls, notApplicable } = deps
  const most = calls.units.length
  const { observed, table } = assumedOf(deps)
  // Whether a margin can be decided is known before there is a baseline: what it would take is told beforehand.
  const assumed = most > 0 ? [...(observed ? [observed] : []), ...table] : []
  const simulated = assumed.map((assumption, index) =>
    simulateClaim(rule, assumption, most, effortOf(assumption, index === 0), pool),
  )
  const expectedUnits = simulated[0]?.worth ?? most
  const side = (name: 'candidate' | 'baseline'): ExpectedMost =>
    notApplicable === null
      ? expectedMost(
          calls.units.map((unit) => unit.filter((call) => call.side === name).length),
          expectedUnits,
        )
      : { expected: 0, most: 0 }
  const candidate = side('candidate')
  const cells = notApplicable === null ? { ...expectedMost(calls.cells, expectedUnits), most: calls.most } : candidate
  const beside = notApplicable === null ? besideOf(deps) : NOTHING_BESIDE
  const byside = {
    candidate: { ...candidate, most: cells.most + beside.repeats + beside.shrinking },
    baseline: side('baseline'),
  }
  const total = {
    expected: byside.candidate.expected + byside.baseline.expected,
    most: byside.candidate.most + byside.baseline.most,
  }
  const strictest = strictestLimits(deps, assumed, most)
  const open = openClaim(deps, { most, observed, assumed, strictest, chances: simulated[0] })
  return {
    id: claimId(spec),
    title: deps.title,
    release: deps.release,
    task: spec.task,
    statement: `${spec.statistic} ${spec.sense} ${formatLimit(spec.limit)} ${deps.population}`,
    advisory: spec.advisory,
    notApplicable,
    pool,
    ...(spec.population === 'instructions' && { unit: 'instruction' }),
    grid: gridOf(deps),
    draw: drawWords(spec, deps.examplesEach, deps.whyVariants),
    cells,
    calls: { ...byside, note: noteOf(deps, beside) },
    tokens: tokensOf(total, deps.tokens),
    cost: moneyOf(byside, deps),
    seconds: secondsOf(total, deps),
    detectable: detectableOf(deps, most, table[0]),
    chances: simulated.map(chancesOf),
    chancesNote: assumed.length > 0 || most === 0 ? '' : 'not simulated: no values of its sources are known beforehand',
    strictest,
    otherDesigns: simulated[0]
      ? otherDesigns(spec, rule, {
          assumed: assumed[0],
          passes: simulated[0].pass,
          pool,
          most,
          maxCells: deps.maxCells,
        })
      : null,
    undecidable: open,
  }
}

/** What of it stands in the plan. */
function chancesOf(simulated: Simulated): Chances {
  const { worth: _, ...chances } = simulated
  return chances
}

type Assumed = Assumption | ArmsAssumption

/** By the line that expectations rest on, and where nothing differs from the baseline. */
function strictestLimits(
  { spec, rule, pool }: ClaimPlanDeps,
  assumed: readonly Assumed[],
  most: number,
): PlannedClaim['strictest'] {
  const same = unchangedValue(spec) === null ? undefined : assumed.find((one) => isCertain(one))
  return [...new Set([...assumed.slice(0, 1), ...(same ? [same] : [])])].map((one) => ({
    assumption: one.words,
    limit: strictestLimit(rule, one, most, pool),
  }))
}

function isCertain(assumption: Assumed): boolean {
  return 'values' in assumption && assumption.values.filter(({ weight }) => weight > 0).length === 1
}

function openClaim(
  { rule, spec, kind }: ClaimPlanDeps,
  {
    most: units,
    observed,
    assumed: [first],
    strictest: [usual],
    chances,
  }: {
    readonly most: number
    readonly observed: Assumed | null
    readonly assumed: readonly Assumed[]
    readonly strictest: PlannedClaim['strictest']
    readonly chances: Chances | undefined
  },
): PlannedClaim['undecidable'] {
  const what = unitWord(spec)
  const unchanged = openUnchanged(spec, rule, units, what)
  if (unchanged !== null && first && usual) {
    const wanted = 'values' in first && unchanged.units !== null ? unitsForLimit(rule, first, unchanged.units) : null
    return { ...unchanged, limit: usual.limit, units: wanted, nineInTen: usual.assumption }
  }
  const never = unchanged ?? cannotPass({ spec, kind, rule }, units)
  if (never !== null || !chances) return never
  if (observed === null) return spec.other ? openAlike(rule, units) : null
  return mostlyOpen(rule, units, observed, chances, what)
}

/** Cells of the full grid, of both tasks where there are two. */
function gridOf({ spec, examples, otherExamples = 0 }: ClaimPlanDeps): number {
  const of = (own: boolean) => ({ roles: spec.roles.filter(({ task }) => (task === undefined) === own) })
  return gridSize(of(true), examples) + gridSize(of(false), otherExamples)
}
