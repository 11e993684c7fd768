/**
 * Says how small a limit a pool can decide: `node bench/sizing.ts [--units 30,100,1000]`. For each number of sources it
 * finds the limit that an unchanged release passes nine times in ten, with the code that decides (one gating claim a row
 * needs no correction for `pass`), where so many of its answers flip or are wrong, or so many differ from the accepted
 * release's. It is simulated with a fixed seed; a limit is exact to a few hundredths of itself.
 */
import { parseArgs } from 'node:util'
import type { Rule } from '../src/core/sequential/index.ts'
import { START, step } from '../src/core/sequential/index.ts'
import { seededRandom } from '../src/core/statistics/index.ts'
import { paired, flips } from './verdicts/streams.ts'
import { ALPHA, onPool, type Stream } from './verdicts/scenario.ts'

const SHARES = [0.02, 0.05, 0.1, 0.2]
const OFTEN = 0.9
const RUNS = 200
const HALVINGS = 8

const { values } = parseArgs({ options: { units: { type: 'string', default: '30,50,100,150,200,500,1000,3000' } } })
const rows = values.units.split(',').map((text) => {
  const units = Number(text)
  const rates = SHARES.map((rate) => leastLimit(units, rate, rateRule, (random) => flips(1, rate, 0, random)))
  const margins = SHARES.map((share) => leastLimit(units, 0, differenceRule, (random) => paired(share, 0, random)))
  return [text].concat(rates.concat(margins).map((limit) => (limit === null ? '-' : (100 * limit).toFixed(1))))
})
const head = [
  'sources',
  ...SHARES.map((rate) => `${100 * rate}% flip or err`),
  ...SHARES.map((one) => `${100 * one}% differ`),
]
console.log([head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n'))

function rateRule(limit: number): Rule {
  return { range: [0, 1], limit, sense: 'at most', alpha: ALPHA, claims: 1 }
}

function differenceRule(limit: number): Rule {
  return { range: [-1, 1], limit: -limit, sense: 'at least', alpha: ALPHA, claims: 1 }
}

/** Finds the least limit above the truth that passes so often, by halving; `null` where none below 1 does. */
function leastLimit(
  units: number,
  truth: number,
  ruleOf: (limit: number) => Rule,
  stream: (random: () => number) => Stream,
): number | null {
  const enough = (limit: number) => passes(onPool(ruleOf(limit), units), units, stream) >= OFTEN * RUNS
  let [open, decided] = [truth, Math.min(0.999, truth + 4 / Math.sqrt(units))]
  if (!enough(decided)) return null
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (open + decided) / 2
    if (enough(middle)) decided = middle
    else open = middle
  }
  return decided
}

function passes(rule: Rule, units: number, stream: (random: () => number) => Stream): number {
  const random = seededRandom(units)
  let count = 0
  for (let run = 0; run < RUNS; run++) {
    const next = stream(random)
    let state = START
    while (state.verdict === null && state.units < units) state = step(state, next()!, rule)
    if (state.verdict === 'pass') count += 1
  }
  return count
}
