/**
 * Measures how long the statistics take: `node bench/speed.ts [--json]`. Figures are medians over repeats on this machine.
 * Exits 1 if one example of 40 variants takes 50 µs or more, an interval 1 ms, 10,000 bootstrap resamples over 1,000
 * examples 1 s, or what a claim would find without each of 40 instructions, over 20,000 cells, 500 ms.
 */
import { toBeStableUnderParaphrase } from '../src/claims/toBeStableUnderParaphrase.ts'
import { toStayAbove } from '../src/claims/toStayAbove.ts'
import { gateInfluence } from '../src/core/measure/index.ts'
import { confidenceSequence, START, step, type Rule } from '../src/core/sequential/index.ts'
import { companions, quantileOf, seededRandom } from '../src/core/statistics/index.ts'
import type { ClaimSpec, Observation } from '../src/core/types/index.ts'

const VARIANTS = 40
const EXAMPLES = 1000
const rule: Rule = { range: [0, 1], limit: 0.05, sense: 'at most', alpha: 1e-300, claims: 1 }
const random = seededRandom(1)
const answer = () => ({ outcome: 'answered', answer: random() < 0.95 ? 'yes' : 'no' }) as Observation
const examples = Array.from({ length: EXAMPLES }, () => ({
  canonical: { candidate: [answer()], baseline: [] },
  paraphrase: { candidate: Array.from({ length: VARIANTS }, answer), baseline: [] },
}))
const scores = Array.from({ length: EXAMPLES }, () => (random() < 0.9 ? 1 : 0))
const groups = scores.map((_, at) => `source ${at}`)
const crossed = scores.flatMap((score, row) =>
  Array.from({ length: 24 }, (_, column) => ({ row: `${row}`, column: `${column}`, value: score * random() })),
)
const fixed = companions('measure')
const pool = Array.from({ length: VARIANTS }, (_, at) => `v${at}`)
const stays = {
  options: { accuracy: 0.9 },
  limit: 0.9,
  sense: 'at least',
  roles: [{ name: 'asked', pool, draw: VARIANTS, trials: 1, side: 'candidate' }],
} as Partial<ClaimSpec> as ClaimSpec
const cells = scores.slice(0, 500).flatMap((_, at) =>
  pool.map((variant) => {
    const score = random() < 0.9 ? 1 : 0
    return { example: `${at}`, group: `${at}`, variant, trial: 0, outcome: 'answered', score } as Observation
  }),
)

let state = START
const figures = [
  figure(`one example of ${VARIANTS} variants updates a claim`, 0.05, 200, EXAMPLES, () => {
    state = START
    for (const evidence of examples) {
      const value = toBeStableUnderParaphrase.value(evidence, (a, b) => a === b, { maxFlipRate: 0.05 })
      state = step(state, value, rule)
    }
  }),
  figure('an interval after 1,000 examples', 1, 200, 1, () => confidenceSequence(state, { ...rule, alpha: 0.05 })),
  figure(`what ${VARIANTS} instructions each change, over ${cells.length.toLocaleString('en')} cells`, 500, 10, 1, () =>
    gateInfluence({ spec: stays, kind: toStayAbove, sameAnswer: Object.is }).note(cells),
  ),
  ...(['percentile', 'BCa'] as const).flatMap((method) => [
    figure(`10,000 resamples of 1,000 examples, clustered, ${method}`, 1000, 5, 1, () =>
      fixed.clusteredBootstrap(scores, groups, { seed: 1, method }),
    ),
  ]),
  figure('10,000 resamples of 1,000 examples and 24 instructions, two-way', 1000, 5, 1, () =>
    fixed.twoWayBootstrap(crossed, { seed: 1 }),
  ),
]

if (process.argv.includes('--json')) console.log(JSON.stringify(figures, null, 2))
else {
  console.log('| what | median | allowed |\n| --- | --- | --- |')
  for (const { what, median, allowed } of figures) console.log(`| ${what} | ${show(median)} | ${show(allowed)} |`)
}
if (figures.some(({ median, allowed }) => median >= allowed)) process.exitCode = 1

/** Measures the milliseconds of one of the `parts` of `work`, median over `repeats`, the first left out. */
function figure(what: string, allowed: number, repeats: number, parts: number, work: () => unknown) {
  const times = Array.from({ length: repeats + 1 }, () => {
    const started = performance.now()
    work()
    return (performance.now() - started) / parts
  })
  return { what, median: quantileOf(times.slice(1), 0.5), allowed }
}

function show(ms: number): string {
  return ms < 1 ? `${(1000 * ms).toPrecision(3)} µs` : `${Math.round(ms)} ms`
}
