import { counted, limitOrMargin, visible } from '../text/index.ts'
import type { Chances, ExpectedMost, Known, PlannedClaim, PlannedRun } from '../types/index.ts'
import { money } from '../cost/prices.ts'

/**
 * Writes a plan as text, plain and without colour: first what of the whole run can be decided, what it takes and what is in
 * the way, then each claim.
 */
export function renderPlan(plan: PlannedRun): string {
  const lines = [
    `Plan for ${visible(plan.candidate)}${plan.baseline === null ? ', no baseline' : ` against ${visible(plan.baseline)}`}: ` +
      `seed ${visible(plan.seed)}, alpha ${plan.alpha}, K = ${plan.claimsPlanned}. Nothing was asked.`,
    '',
    `The run: ${counted(plan.claims.length, 'claim')}`,
    ...plan.claims.map(
      (claim) => `  - ${visible(claim.title)}${claim.advisory ? ' (advisory)' : ''}: ${prospect(claim)}`,
    ),
    `  calls    ${range(plan.calls, whole)}; cells that claims share are asked once, which saves ${whole(plan.shared.expected)} (at most ${whole(plan.shared.most)})`,
    `  tokens   ${known(plan.tokens, whole)}`,
    `  money    ${known(plan.cost, (amount) => money(amount, plan.cost.value?.currency ?? ''))}`,
    `  time     ${known(plan.seconds, time)}`,
    `  passes   ${gateWords(plan)}`,
    ...(plan.budget === null ? [] : [`  budget   ${budgetWords(plan.budget)}`]),
    "  Left out: retries, calls in flight when a claim is decided, a judge's calls, examples of earlier attempts that are asked",
    '  again, and what store or journal hold already.',
    ...(plan.problems.length === 0 ? [] : ['', 'In the way:']),
    ...plan.problems.map((problem) => `  - ${visible(problem)}`),
    '',
    'Claim by claim:',
    ...plan.claims.flatMap((claim) => ['', ...claimLines(claim)]),
  ]
  return `${lines.join('\n')}\n`
}

/** Chances that differ by less say the same of a release that has not answered yet. */
const APART = 0.1

/** Says in a few words whether a claim can be decided, and how often an unchanged release passes it. */
function prospect({ notApplicable, undecidable, chances }: PlannedClaim): string {
  if (notApplicable !== null) return `not applicable, ${visible(notApplicable)}`
  if (undecidable !== null) return 'cannot be decided with these data'
  const [first, ...others] = chances
  if (first === undefined) return 'how often an unchanged release passes is not known'
  const best = others.find(({ pass }) => pass === Math.max(...others.map((other) => other.pass)))
  const or = first.observed || !best || best.pass - first.pass < APART ? '' : `, ${outOf100(best)}`
  return `an unchanged release passes about ${outOf100(first)}${or}`
}

function outOf100({ pass, assumption }: Chances): string {
  return `${Math.round(100 * pass)} times in 100 if ${visible(assumption)}`
}

function claimLines(claim: PlannedClaim): string[] {
  const { calls, undecidable: open, unit = 'independent source' } = claim
  const head = [
    visible(claim.title) + (claim.advisory ? ' (advisory)' : ''),
    `  ${visible(claim.statement)}; ${counted(claim.pool, unit)}, full grid ${whole(claim.grid)} cells`,
  ]
  const refusal =
    open === null
      ? []
      : [`  ${claim.advisory ? 'WARNING' : 'REFUSED'}  ${visible(open.reason)}`, `           ${wayOut(open, unit)}`]
  const outlook = [...chanceLines(claim), ...strictestLines(claim), ...otherDesignLines(claim), ...refusal]
  if (claim.notApplicable !== null) {
    const then = claim.chances.length > 0 ? '; once there is one:' : ''
    const draw = `  draw     ${visible(claim.draw)}`
    return [...head, `  not applicable: ${claim.notApplicable}${then}`, ...(then === '' ? refusal : [draw, ...outlook])]
  }
  const baseline = calls.baseline.most > 0 ? `, baseline ${range(calls.baseline, whole)}` : ''
  return [
    ...head,
    `  draw     ${visible(claim.draw)}`,
    `  cells    ${range(claim.cells, whole)}`,
    `  calls    candidate ${range(calls.candidate, whole)}${baseline}${calls.note === '' ? '' : `; ${visible(calls.note)}`}`,
    `  tokens   ${known(claim.tokens, whole)}`,
    `  money    ${known(claim.cost, (amount) => money(amount, claim.cost.value?.currency ?? ''))}`,
    `  time     ${known(claim.seconds, time)}`,
    `  finds    ${finds(claim)}`,
    ...outlook,
  ]
}

function chanceLines({ chances, chancesNote, unit }: PlannedClaim): string[] {
  if (chances.length === 0) return [`  chances  ${chancesNote || 'none: nothing can be asked'}`]
  return [
    `  unchanged release, if                              pass    fail    open  ${unit ?? 'source'}s (median, 90%)`,
    ...chances.map(
      ({ assumption, pass, fail, inconclusive, units }) =>
        `    ${visible(assumption).padEnd(46)} ${percent(pass)} ${percent(fail)} ${percent(inconclusive)}  ${whole(units.median)}, ${whole(units.p90)}`,
    ),
    `    simulated ${counts(chances.filter(({ error }) => error > 0).map(({ runs }) => runs))} times; standard errors up to ${(100 * Math.max(...chances.map(({ error }) => error))).toFixed(1)} points`,
  ]
}

/** Returns the strictest limits that an unchanged release passes nine times in ten. */
function strictestLines({ strictest, chances }: PlannedClaim): string[] {
  if (strictest.length === 0 || chances.length === 0) return []
  const ways = strictest.map(
    ({ assumption, limit }) => `${limit === null ? 'none' : limitOrMargin(limit)} (if ${visible(assumption)})`,
  )
  return [`  passes   nine times in ten, if unchanged, with ${ways.join(' or ')} at the strictest`]
}

function otherDesignLines({ otherDesigns: other }: PlannedClaim): string[] {
  if (other === null) return []
  const { now, variants, dataset, assumption } = other
  const ways = [
    variants === null
      ? ''
      : `${Math.round(100 * variants.passes)} times in 100 with variants: ${variants.variants} instead of ${now} ` +
        `(at most ${whole(variants.cells)} cells${variants.enough ? '' : '; still fewer than 80'})`,
    dataset === null
      ? ''
      : `${Math.round(100 * dataset)} with population: 'dataset' (about these very examples, if answers do not vary)`,
  ].filter((way) => way !== '')
  return ways.length === 0 ? [] : [`  or       it passes ${ways.join(', ')}, if ${visible(assumption)}`]
}

function gateWords({ gate: { value, from }, candidate }: PlannedRun): string {
  if (value === null) return `not known: ${visible(from)}`
  return (
    `an unchanged release passes the whole gate about ${Math.round(100 * value.product)} times in 100: ${visible(from)}; ` +
    `never more than the ${Math.round(100 * value.most)} of its least likely claim` +
    (value.best === undefined || value.best - value.product < APART ? '' : `. ${assumedWords(candidate, value.best)}`)
  )
}

/** Says that a chance rests on assumptions, so that nobody takes it for a forecast of this release. */
function assumedWords(candidate: string, best: number): string {
  return (
    `Where a first line is an assumption, the answers of ${visible(candidate)} are not known yet: by the best line of each claim ` +
    `it would be ${Math.round(100 * best)} times in 100`
  )
}

function finds({ detectable: { value, from } }: PlannedClaim): string {
  return value === null
    ? `nothing: ${from}`
    : `a true value from ${value.at.toFixed(3)} on, ${value.effect.toFixed(3)} beyond the limit, ${from}`
}

function wayOut({ limit, units, nineInTen }: NonNullable<PlannedClaim['undecidable']>, unit: string): string {
  if (nineInTen !== undefined) {
    const ways = [
      limit === null ? '' : `take ${limitOrMargin(limit)}`,
      units === null ? '' : `have about ${counted(units, unit)} for this one`,
    ].filter((way) => way !== '')
    return ways.length === 0
      ? 'no limit can be passed nine times in ten with these data'
      : `${ways.join(', or ')}: an unchanged release then passes nine times in ten, if ${visible(nineInTen)}`
  }
  const ways = [
    limit === null ? '' : `${limitOrMargin(limit)} could be decided with these data`,
    units === null ? '' : `this one with ${counted(units, unit)}`,
  ].filter((way) => way !== '')
  return ways.length === 0 ? 'no limit can be decided with these data' : ways.join('; ')
}

function range({ expected, most }: ExpectedMost, say: (amount: number) => string): string {
  return `${say(expected)} expected, at most ${say(most)}`
}

function known({ value, from }: Known<ExpectedMost>, say: (amount: number) => string): string {
  return value === null ? `not known: ${visible(from)}` : `${range(value, say)} (${visible(from)})`
}

function budgetWords(budget: NonNullable<PlannedRun['budget']>): string {
  return Object.entries(budget)
    .map(([key, most]) => `${most} ${key}`)
    .join(', ')
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`.padStart(7)
}

function whole(count: number): string {
  return Math.round(count).toLocaleString('en-US')
}

function time(seconds: number): string {
  return seconds >= 120 ? `${(seconds / 60).toFixed(1)} min` : `${seconds.toFixed(1)} s`
}

/**
 * Puts the numbers of runs into words, e.g. `1,000 and 300`: the first line is simulated more often than the others, which
 * are only looked at.
 */
function counts(runs: readonly number[]): string {
  const [first, ...others] = runs
  if (first === undefined || others.length === 0) return whole(first ?? 0)
  const [least, most] = [Math.min(...others), Math.max(...others)]
  return `${whole(first)} and ${least === most ? whole(least) : `${whole(least)} to ${whole(most)}`}`
}
