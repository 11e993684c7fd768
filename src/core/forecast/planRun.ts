import type { Budget, ExpectedMost, Known, PlannedClaim, PlannedRun } from '../types/index.ts'
import { money } from '../cost/prices.ts'

/** A claim with the requests that it would make, unit by unit; requests with equal numbers are one and the same. */
export interface ClaimRequests {
  readonly claim: PlannedClaim
  readonly requests: readonly (readonly number[])[]
}

/** The facts from which a run's plan is made. */
export interface RunPlanDeps extends Pick<PlannedRun, 'candidate' | 'baseline' | 'seed' | 'alpha' | 'claimsPlanned'> {
  readonly claims: readonly ClaimRequests[]
  readonly budget: Budget | null
  /** Names of releases that cost money. */
  readonly paid: readonly string[]
}

/** Adds the claims up, each request once, and says what stands in the way. */
export function planRun({ claims: all, budget, paid, ...about }: RunPlanDeps): PlannedRun {
  const claims = all.toSorted((a, b) => (a.claim.title < b.claim.title ? -1 : 1))
  const fresh = claims.map(newRequests())
  const sum = (pick: (index: number) => ExpectedMost): ExpectedMost =>
    claims.reduce(
      (total, _, index) => {
        const { expected, most } = pick(index)
        return { expected: total.expected + expected, most: total.most + most }
      },
      { expected: 0, most: 0 },
    )
  const calls = sum((index) => fresh[index]!.calls)
  const alone = sum((index) => totalOf(claims[index]!.claim))
  const scaled = (pick: (claim: PlannedClaim) => Known<ExpectedMost>): Known<ExpectedMost> => {
    const unknown = claims.find(({ claim }) => totalOf(claim).most > 0 && pick(claim).value === null)
    if (unknown) return { value: null, from: pick(unknown.claim).from }
    const value = sum((index) => {
      const { expected, most } = pick(claims[index]!.claim).value ?? { expected: 0, most: 0 }
      const { share } = fresh[index]!
      return { expected: expected * share.expected, most: most * share.most }
    })
    const first = claims.find(({ claim }) => totalOf(claim).most > 0)
    return { value, from: first ? pick(first.claim).from : 'no claim ran' }
  }
  const cost = scaled(({ cost: own }) => own)
  const currency = claims.find(({ claim }) => claim.cost.value !== null)?.claim.cost.value?.currency ?? 'USD'
  const run = {
    calls,
    shared: { expected: alone.expected - calls.expected, most: alone.most - calls.most },
    tokens: rounded(scaled(({ tokens }) => tokens)),
    cost: { ...cost, value: cost.value && { ...cost.value, currency } },
    seconds: scaled(({ seconds }) => seconds),
    gate: gateOf(claims.map(({ claim }) => claim)),
  }
  const open = claims.filter(({ claim }) => claim.undecidable !== null && !claim.advisory)
  return {
    schema: 1,
    ...about,
    claims: claims.map(({ claim }) => claim),
    ...run,
    budget,
    problems: [
      ...open.map(({ claim }) => `"${claim.title}" cannot be decided: ${claim.undecidable?.reason}`),
      ...(budget === null && paid.length > 0 && calls.most > 0
        ? [`${paid.join(', ')} costs money and robustness({ budget }) declares none: a run would not ask it`]
        : []),
      ...tooSmall(budget, run),
    ],
    exitCode: open.length > 0 ? 2 : 0,
  }
}

/**
 * Returns the chance that an unchanged release passes all that gates. Claims that share cells are not independent, so the
 * product is a guide.
 */
function gateOf(claims: readonly PlannedClaim[]): PlannedRun['gate'] {
  const gating = claims.filter(({ advisory, notApplicable }) => !advisory && notApplicable === null)
  const unknown = gating.find(({ chances }) => chances.length === 0)
  if (gating.length === 0) return { value: null, from: 'no claim gates' }
  if (unknown) return { value: null, from: `the chances of "${unknown.title}" are not known` }
  const passes = gating.map(({ chances }) => chances[0]!.pass)
  const isAssumed = gating.some(({ chances }) => !chances[0]!.observed)
  const best = gating.map(({ chances: [first, ...others] }) =>
    first!.observed ? first!.pass : Math.max(first!.pass, ...others.map(({ pass }) => pass)),
  )
  return {
    value: { product: product(passes), most: Math.min(...passes), ...(isAssumed && { best: product(best) }) },
    from: "the product of the claims' chances, each by the first line of its table, as if they were independent",
  }
}

function product(shares: readonly number[]): number {
  return shares.reduce((all, share) => all * share, 1)
}

function totalOf({ calls: { candidate, baseline } }: PlannedClaim): ExpectedMost {
  return { expected: candidate.expected + baseline.expected, most: candidate.most + baseline.most }
}

/** Counts, claim by claim, the requests that no earlier claim makes. */
function newRequests(): (item: ClaimRequests) => { readonly calls: ExpectedMost; readonly share: ExpectedMost } {
  const known = { expected: new Set<number>(), most: new Set<number>() }
  return ({ claim, requests }) => {
    const total = totalOf(claim)
    let [units, listed] = [0, 0]
    for (; units < requests.length && listed < total.expected; units++) listed += requests[units]!.length
    const all = requests.reduce((sum, unit) => sum + unit.length, 0)
    // Calls that repeat a failed one count towards the most calls, and are no cells of the plan.
    const repeats = Math.max(0, total.most - all)
    const calls = {
      expected: add(known.expected, requests.slice(0, units)),
      most: add(known.most, requests) + repeats,
    }
    return {
      calls,
      share: {
        expected: total.expected === 0 ? 0 : calls.expected / total.expected,
        most: total.most === 0 ? 0 : calls.most / total.most,
      },
    }
  }
}

/** Adds them to the set, and says how many were new. */
function add(set: Set<number>, units: readonly (readonly number[])[]): number {
  const before = set.size
  for (const unit of units) for (const request of unit) set.add(request)
  return set.size - before
}

function rounded({ value, from }: Known<ExpectedMost>): Known<ExpectedMost> {
  return { value: value && { expected: Math.round(value.expected), most: Math.round(value.most) }, from }
}

function tooSmall(budget: Budget | null, run: Pick<PlannedRun, 'calls' | 'tokens' | 'cost' | 'seconds'>): string[] {
  if (budget === null) return []
  const needs: [keyof Budget, number | undefined, (amount: number) => string][] = [
    ['calls', run.calls.expected, (amount) => `${amount} calls`],
    ['tokens', run.tokens.value?.expected, (amount) => `${amount} tokens`],
    ['cost', run.cost.value?.expected, (amount) => money(amount, run.cost.value?.currency ?? '')],
    ['seconds', run.seconds.value?.expected, (amount) => `${Math.round(amount)} s`],
  ]
  return needs.flatMap(([key, need, say]) => {
    const has = budget[key]
    return has !== undefined && need !== undefined && need > has
      ? [`budget.${key} is ${say(has)}, and ${say(need)} are expected: some claims would end inconclusive`]
      : []
  })
}
