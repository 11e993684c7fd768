/**
 * What the sequential verdicts cost and how often they err, by simulation: `node bench/verdicts.ts [--json]`.
 * Seeded, so every figure repeats. It drives the very `step` that decides claims.
 */
import { chooseDraw, START, step, type Rule, type SequentialState } from '../src/core/plan/index.ts'
import { binomialCdf, clopperPearson, seededRandom } from '../src/core/statistics/index.ts'

const LIMIT = 0.05
const ALPHA = 0.05
const POOL = 2717
const VARIANTS = 25
const RATES = [0, 0.01, 0.02, 0.03, 0.08, 0.1, 0.15, 0.2]
const REFERENCE = [90, 123, 182, 321, 159, 61, 21, 9]

/** How one example's value comes about: the mean over `m` paraphrases whose flips are correlated by `rho`. */
interface Scenario {
  readonly name: string
  readonly m: number
  readonly rho: number
}

const planned = chooseDraw(VARIANTS - 1, 1).m
const REFERENCE_SCENARIO: Scenario = { name: '7 paraphrases, independent flips', m: 7, rho: 0 }
const PLANNED: Scenario = {
  name: `${planned} paraphrases (as planned), flips correlated by 0.25`,
  m: planned,
  rho: 0.25,
}
const BINARY: Scenario = { name: '1 paraphrase', m: 1, rho: 0 }
const SCENARIOS: readonly Scenario[] = [
  REFERENCE_SCENARIO,
  { name: '7 paraphrases, flips correlated by 0.25', m: 7, rho: 0.25 },
  PLANNED,
  BINARY,
]

const rule = (claims: number): Rule => ({ range: [0, 1], limit: LIMIT, sense: 'at most', alpha: ALPHA, claims })

/** A stream of example values; correlated flips come from a Pólya urn (a beta-binomial count). */
function values({ m, rho }: Scenario, rate: number, random: () => number): () => number {
  const weight = rho === 0 ? Infinity : 1 / rho - 1
  return () => {
    let flips = 0
    for (let i = 0; i < m; i++) {
      const chance = weight === Infinity ? rate : (rate * weight + flips) / (weight + i)
      if (random() < chance) flips++
    }
    return flips / m
  }
}

function simulate(next: () => number, by: Rule, pool: number): SequentialState {
  let state = START
  while (state.verdict === null && state.units < pool) {
    const value = next()
    state = step(state, { least: value, most: value }, by)
  }
  return state
}

interface Cost {
  readonly rate: number
  /** Median and 90th percentile of the examples asked; `null`: undecided when the pool was used up. */
  readonly median: number | null
  readonly p90: number | null
  readonly medianCalls: number | null
  readonly p90Calls: number | null
  readonly shareOfGrid: number | null
  readonly decided: number
}

function cost(scenario: Scenario, rate: number, claims: number, runs: number): Cost {
  const next = values(scenario, rate, seededRandom(1))
  const ends = Array.from({ length: runs }, () => simulate(next, rule(claims), POOL))
  const decided = ends.filter(({ verdict }) => verdict !== null)
  const sorted = ends.map(({ verdict, units }) => (verdict === null ? Infinity : units)).toSorted((a, b) => a - b)
  const at = (share: number) => {
    const units = sorted[Math.ceil(share * runs) - 1]!
    return Number.isFinite(units) ? units : null
  }
  const calls = (units: number | null) => (units === null ? null : units * (1 + scenario.m))
  const [median, p90] = [at(0.5), at(0.9)]
  const medianCalls = calls(median)
  return {
    rate,
    median,
    p90,
    medianCalls,
    p90Calls: calls(p90),
    shareOfGrid: medianCalls === null ? null : medianCalls / (POOL * VARIANTS),
    decided: decided.length / runs,
  }
}

/** How often a claim exactly at its limit, where neither verdict is right, gets one. */
function errors(scenario: Scenario, runs: number) {
  const next = values(scenario, LIMIT, seededRandom(2))
  const counts = { pass: 0, fail: 0 }
  for (let i = 0; i < runs; i++) {
    const { verdict } = simulate(next, rule(1), POOL)
    if (verdict !== null) counts[verdict]++
  }
  const share = (count: number) => ({ rate: count / runs, interval: clopperPearson(count, runs, 0.99) })
  return { scenario: scenario.name, runs, falsePass: share(counts.pass), falseFail: share(counts.fail) }
}

/** The rival: smallest fixed number of single-paraphrase examples with an exact test at level α and 95% power. */
function fixedSize(rate: number): { readonly rate: number; readonly examples: number | null } {
  for (let n = 1; n <= 20_000; n++) {
    if (rate < LIMIT) {
      let most = -1
      while (binomialCdf(most + 1, n, LIMIT) <= ALPHA) most++
      if (most >= 0 && binomialCdf(most, n, rate) >= 0.95) return { rate, examples: n }
    } else {
      let least = Math.floor(n * LIMIT)
      while (1 - binomialCdf(least - 1, n, LIMIT) > ALPHA) least++
      if (1 - binomialCdf(least - 1, n, rate) >= 0.95) return { rate, examples: n }
    }
  }
  return { rate, examples: null }
}

const runs = 1001
const report = {
  limit: LIMIT,
  alpha: ALPHA,
  grid: POOL * VARIANTS,
  reference: RATES.map((rate, i) => ({ rate, median: REFERENCE[i] })),
  costs: [...SCENARIOS.map((scenario) => ({ scenario, claims: 1 })), { scenario: PLANNED, claims: 50 }].map(
    ({ scenario, claims }) => ({
      scenario: scenario.name,
      claims,
      runs,
      rates: RATES.map((rate) => cost(scenario, rate, claims, runs)),
    }),
  ),
  fixedSize: RATES.map(fixedSize),
  errors: [REFERENCE_SCENARIO, BINARY].map((scenario) => errors(scenario, 10_000)),
}

if (process.argv.includes('--json')) console.log(JSON.stringify(report, null, 2))
else print()

function columns(cells: readonly unknown[]): string {
  return cells.map((cell) => String(cell ?? '-').padStart(8)).join('')
}

function percent(share: number | null): string | null {
  return share === null ? null : `${(100 * share).toFixed(2)}%`
}

function row(name: string, cells: readonly unknown[]): void {
  console.log(name.padEnd(22) + columns(cells))
}

function print(): void {
  console.log(`Limit ${LIMIT}, level ${ALPHA}, pool ${POOL} examples x ${VARIANTS} variants = ${report.grid} calls\n`)
  row('true flip rate', RATES)
  row('reference median', REFERENCE)
  row(
    'fixed-size rival, m=1',
    report.fixedSize.map(({ examples }) => examples),
  )
  for (const { scenario, claims, rates } of report.costs) {
    console.log(`\n${scenario}, K = ${claims}`)
    row(
      '  median examples',
      rates.map(({ median }) => median),
    )
    row(
      '  90th percentile',
      rates.map(({ p90 }) => p90),
    )
    row(
      '  median calls',
      rates.map(({ medianCalls }) => medianCalls),
    )
    row(
      '  90th percentile calls',
      rates.map(({ p90Calls }) => p90Calls),
    )
    row(
      '  median share of grid',
      rates.map(({ shareOfGrid }) => percent(shareOfGrid)),
    )
    row(
      '  decided in the pool',
      rates.map(({ decided }) => percent(decided)),
    )
  }
  console.log('\nAt the limit itself (99% intervals)')
  for (const { scenario, runs: claims, falsePass, falseFail } of report.errors)
    for (const [name, { rate, interval }] of Object.entries({ falsePass, falseFail })) {
      const [low, high] = interval.map(percent)
      console.log(
        `  ${scenario}: ${name} ${percent(rate)} [${low}, ${high}] of ${claims} claims, at most ${percent(ALPHA)}`,
      )
    }
}
