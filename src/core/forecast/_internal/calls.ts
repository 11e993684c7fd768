import { costOf } from '../../cost/callUsage.ts'
import type { PlannedCalls } from '../../planning/index.ts'
import { MOST_REPEATS, MOST_SHRINKING } from '../../sampling/index.ts'
import type { ClaimSpec, ExpectedMost, Known, PlannedClaim, Price } from '../../types/index.ts'

/**
 * Returns a count over the first units: over all, and over as many as are expected (a fraction of a unit counts as one).
 */
export function expectedMost(counts: readonly number[], expectedUnits: number): ExpectedMost {
  return { expected: sum(counts.slice(0, Math.ceil(expectedUnits))), most: sum(counts) }
}

function sum(some: readonly number[]): number {
  return some.reduce((total, count) => total + count, 0)
}

/** The most calls that are made for other things than evidence. */
export interface ExtraCalls {
  readonly repeats: number
  readonly shrinking: number
}

/** The extra calls where nothing is asked. */
export const NO_EXTRA_CALLS: ExtraCalls = { repeats: 0, shrinking: 0 }

/** After a failure canonical prompts may be asked again, and perturbed counterexamples in ever smaller parts. */
export function extraCallsOf(spec: ClaimSpec, examples: number): ExtraCalls {
  if (spec.negated) return NO_EXTRA_CALLS
  const shrinks = spec.roles.some(({ perturbed }) => perturbed === 'keeps')
  return { repeats: repeats(spec) ? Math.min(MOST_REPEATS, examples) : 0, shrinking: shrinks ? MOST_SHRINKING : 0 }
}

/** Says whether canonical prompts are asked again after a failure. */
function repeats({ roles }: ClaimSpec): boolean {
  return roles.length > 1 && roles.some(({ name }) => name === 'canonical') && roles.every(({ trials }) => trials === 1)
}

/** Says in words what the figures of the calls rest on. */
export function callsNote(
  spec: ClaimSpec,
  calls: Pick<PlannedCalls, 'units'>,
  baseline: Pick<PlannedSide, 'name'> | null,
  extra: ExtraCalls,
): string {
  const asked = calls.units.some((unit) => unit.some(({ side }) => side === 'baseline'))
  const most = [
    ...(extra.repeats > 0 ? [`${extra.repeats} repeats after a failure`] : []),
    ...(extra.shrinking > 0 ? [`${extra.shrinking} prompts to shrink counterexamples`] : []),
  ]
  return [
    baseline === null
      ? ''
      : asked
        ? `cells that the baseline lacks are asked of ${baseline.name}`
        : 'the baseline holds all its cells',
    spec.roles.some(({ chained }) => chained) ? 'an example is asked up to its first wrong answer' : '',
    spec.arms ? 'what only decided arms need is asked no more' : '',
    most.length > 0 ? `the most counts ${most.join(' and ')}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ')
}

/** The tokens of a single call. `mostOutput` is what the release allows; `null` where it sets no end. */
export interface CallTokens {
  readonly input: number
  readonly output: number | null
  readonly mostOutput: number | null
  readonly from: string
}

/** Computes the tokens of all calls. */
export function tokensOf(calls: ExpectedMost, { input, output, mostOutput, from }: CallTokens): Known<ExpectedMost> {
  const [expected, most] = [output ?? mostOutput, mostOutput ?? output]
  if (calls.most === 0) return { value: { expected: 0, most: 0 }, from: 'nothing is asked' }
  if (expected === null || most === null) return { value: null, from }
  return {
    value: {
      expected: Math.round(calls.expected * (input + expected)),
      most: Math.round(calls.most * (input + most)),
    },
    from,
  }
}

/** The release that the calls of one side are sent to. */
export interface PlannedSide {
  readonly name: string
  readonly price: Price | 'unknown' | null
}

/** The facts that money depends on, together with the number of calls. */
export interface CallPrices {
  readonly tokens: CallTokens
  readonly candidate: PlannedSide
  readonly baseline: PlannedSide | null
  readonly currency: string
}

/** Computes the money for both sides, by the price table; `null` as soon as one side that is asked has no price. */
export function moneyOf(
  calls: Pick<PlannedClaim['calls'], 'candidate' | 'baseline'>,
  { tokens, candidate, baseline, currency }: CallPrices,
): PlannedClaim['cost'] {
  const total = { expected: 0, most: 0 }
  for (const [side, asked] of [
    [candidate, calls.candidate],
    [baseline, calls.baseline],
  ] as const) {
    if (asked.most === 0 || side === null) continue
    if (side.price === null || side.price === 'unknown')
      return { value: null, from: `no price of ${side.name} in robustness({ prices })` }
    const [output, most] = [tokens.output ?? tokens.mostOutput, tokens.mostOutput ?? tokens.output]
    if (output === null || most === null) return { value: null, from: tokens.from }
    const price = (out: number): number => costOf({ input: tokens.input, output: out, reasoning: 0 }, side.price) ?? 0
    total.expected += asked.expected * price(output)
    total.most += asked.most * price(most)
  }
  return { value: { ...total, currency }, from: 'the price table' }
}

/** The facts that time depends on, together with the number of calls. */
export interface CallSpeed {
  /** Milliseconds of a single call. */
  readonly latency: Known<number>
  /** Calls that the endpoint takes at once. */
  readonly concurrency: number
}

/** Computes the time, with as many calls under way as the endpoint takes. */
export function secondsOf(calls: ExpectedMost, { latency, concurrency }: CallSpeed): Known<ExpectedMost> {
  if (latency.value === null) return { value: null, from: latency.from }
  const seconds = (count: number): number => (count * (latency.value ?? 0)) / 1000 / concurrency
  return {
    value: { expected: seconds(calls.expected), most: seconds(calls.most) },
    from: `${latency.from}, ${concurrency} at once`,
  }
}
