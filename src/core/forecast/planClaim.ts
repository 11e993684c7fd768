import { claimId } from '../hash/index.ts'
import type { Assumption } from '../planning/assumptions.ts'
import type { PlannedCalls } from '../planning/index.ts'
import { chooseDraw, gridSize } from '../sampling/index.ts'
import { unchangedValue, type Rule } from '../sequential/index.ts'
import { counted, formatLimit } from '../text/index.ts'
import type { Chances, ClaimKind, ClaimSpec, ExpectedMost, PlannedClaim } from '../types/index.ts'
import type { ArmsAssumption } from './_internal/armAssumptions.ts'
import { assumedAnswers, type Observed } from './_internal/assumed.ts'
import {
  callsNote,
  expectedMost,
  extraCallsOf,
  moneyOf,
  NO_EXTRA_CALLS,
  secondsOf,
  tokensOf,
  type CallPrices,
  type CallSpeed,
  type CallTokens,
} from './_internal/calls.ts'
import { detectableChange } from './_internal/detectable.ts'
import { openClaim } from './_internal/openClaim.ts'
import { otherDesigns, strictestLimit } from './_internal/waysToPass.ts'
import { effortOf, simulateClaim, type Simulated } from './simulateClaim.ts'

export type { CallTokens }

/** All that a claim's plan is made from. */
export interface ClaimPlanDeps extends CallPrices, CallSpeed {
  readonly spec: ClaimSpec
  readonly kind: Pick<ClaimKind, 'needsBaseline' | 'value'>
  readonly title: string
  readonly release: string
  readonly population: string
  /** The reason why each example meets this number of variants, where that was chosen for this claim. */
  readonly whyVariants?: string
  readonly rule: Rule
  readonly notApplicable: string | null
  readonly pool: number
  readonly examples: number
  /** The examples of the claim's other task. */
  readonly otherExamples?: number
  /** Examples that an instruction is asked on, where instructions are the units. */
  readonly examplesEach?: number
  readonly calls: PlannedCalls
  /** Most cells that the claim may rest on. */
  readonly maxCells: number
  /** The values that known answers give the units of this claim. */
  readonly observed: Observed
}

/** Plans a claim: what it would take, and how it would end for an unchanged release. Pure, and the same at every call. */
export function planClaim(deps: ClaimPlanDeps): PlannedClaim {
  const { spec, rule, pool, calls, notApplicable } = deps
  const most = calls.units.length
  const { observed, table } = assumedAnswers(deps)
  // Whether a margin can be decided is known before there is a baseline, so the plan says beforehand what it would take.
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
  const extra = notApplicable === null ? extraCallsOf(spec, deps.examples) : NO_EXTRA_CALLS
  const bySide = {
    candidate: { ...candidate, most: cells.most + extra.repeats + extra.shrinking },
    baseline: side('baseline'),
  }
  const total = {
    expected: bySide.candidate.expected + bySide.baseline.expected,
    most: bySide.candidate.most + bySide.baseline.most,
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
    calls: {
      ...bySide,
      note: notApplicable === null ? callsNote(spec, calls, deps.baseline, extra) : 'nothing is asked',
    },
    tokens: tokensOf(total, deps.tokens),
    cost: moneyOf(bySide, deps),
    seconds: secondsOf(total, deps),
    detectable: detectableChange(spec, rule, most, table[0]),
    chances: simulated.map((one, index) => ({
      ...chancesOf(one),
      ...(index === 0 && observed && { observed: true as const }),
    })),
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

/** Returns the part of a simulated claim that the plan shows. */
function chancesOf(simulated: Simulated): Chances {
  const { worth: _, ...chances } = simulated
  return chances
}

type Assumed = Assumption | ArmsAssumption

/** Returns the strictest limits by the line that expectations rest on, and where nothing differs from the baseline. */
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

/** Counts the cells of the full grid, of both tasks where there are two. */
function gridOf({ spec, examples, otherExamples = 0 }: ClaimPlanDeps): number {
  const rolesOn = (own: boolean) => ({ roles: spec.roles.filter(({ task }) => (task === undefined) === own) })
  return gridSize(rolesOn(true), examples) + gridSize(rolesOn(false), otherExamples)
}

/**
 * Says how many variants each example meets, by role, and why, where the plan chose: `1 of 1 canonical, 2 of 24 paraphrase
 * (2 trials each); …`. `each` are the examples of a unit that is an instruction, `chosen` why the plan took more than
 * usual.
 */
function drawWords(spec: Pick<ClaimSpec, 'roles' | 'options'>, each?: number, chosen = ''): string {
  if (each === undefined) return rolesInWords(spec) + (chosen === '' ? whyDraw(spec) : `; ${chosen}`)
  const most = Math.max(...spec.roles.map(({ pool }) => pool.length))
  return `each of ${counted(most, 'instruction')} on ${counted(each, 'example')} of its own`
}

/** Most roles that are named one by one. */
const MOST_NAMED = 3

function rolesInWords({ roles }: Pick<ClaimSpec, 'roles'>): string {
  if (roles.length > MOST_NAMED && roles.every(({ pool, trials }) => pool.length === 1 && trials === 1))
    return `each of ${roles.length} instructions on each example`
  return roles
    .map(({ name, pool, draw, trials }) => {
      const repeats = trials > 1 ? ` (${trials} trials each)` : ''
      return `${draw} of ${pool.length} ${name}${repeats}`
    })
    .join(', ')
}

/** Returns the reason why a claim about rewordings draws this many, where the plan chose. */
function whyDraw({ roles, options }: Pick<ClaimSpec, 'roles' | 'options'>): string {
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
