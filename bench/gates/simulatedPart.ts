import { orderGroups } from '../../src/core/sampling/index.ts'
import { clopperPearson, quantileOf } from '../../src/core/statistics/index.ts'
import type { Verdict } from '../../src/core/types/index.ts'
import { percent } from '../verdicts/percent.ts'
import { gateClaims, within, type GateClaim } from './claims.ts'
import { decideAll, fullGrid } from './decideAll.ts'
import { meanGates } from './meanGates.ts'
import { EXAMPLES, INSTRUCTIONS, simulatedReleases, type SimulatedRelease } from './releases.ts'

interface Row {
  readonly gate: string
  readonly pass: number
  readonly fail: number
  readonly inconclusive: number
  /** The number of candidates blocked where the full grid says that they may ship, or shipped where they may not. */
  readonly falseVerdicts: number
  readonly medianCalls: number
}

/** Simulates candidates, each gated in the plan order of every seed. */
export function simulatedPart(count: number) {
  const { baseline, candidates } = simulatedReleases()
  const claims = gateClaims(baseline)
  const tables = candidates.map((candidate) => tableOf(candidate, baseline, claims, count))
  const disagreements = tables.reduce((sum, table) => sum + table.disagreements, 0)
  const early = tables.reduce((sum, table) => sum + table.early, 0)
  return { seeds: count, tables, disagreements, early, interval: clopperPearson(disagreements, early, 0.99) }
}

function tableOf(candidate: SimulatedRelease, baseline: SimulatedRelease, claims: readonly GateClaim[], count: number) {
  const ids = Array.from({ length: EXAMPLES }, (_, at) => String(at))
  const means = fullGrid(candidate, claims)
  const holds = claims.map(({ rule }, at) => within(means[at]!, rule))
  const ships = !holds.includes(false)
  const seeds = Array.from({ length: count }, (_, number) => {
    const seed = String(number)
    const order = orderGroups(ids, { seed, taskHash: 'simulated', candidate: candidate.name }).map(Number)
    return { order, ours: decideAll(candidate, claims, order) }
  })
  const calls = quantileOf(
    seeds.map(({ ours }) => ours.calls),
    0.5,
  )
  const row = (gate: string, verdicts: readonly Verdict[]): Row => {
    const share = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length / count
    const [pass, fail] = [share('pass'), share('fail')]
    const falseVerdicts = ships ? fail : pass
    return { gate, pass, fail, inconclusive: share('inconclusive'), falseVerdicts, medianCalls: calls }
  }
  const verdicts = seeds.flatMap(({ ours }) => ours.claims.map((verdict, at) => ({ verdict, holds: holds[at]! })))
  const decided = verdicts.filter(({ verdict }) => verdict !== 'inconclusive')
  return {
    candidate: candidate.name,
    ships,
    means: claims.map(({ title }, at) => ({ title, mean: means[at]!, holds: holds[at]! })),
    rows: [
      row(
        'ours',
        seeds.map(({ ours }) => ours.verdict),
      ),
      ...meanGates(baseline, claims).map(({ name, passes }) =>
        row(
          name,
          seeds.map(({ order, ours }) => (passes(candidate, order, ours.calls) ? 'pass' : 'fail')),
        ),
      ),
    ],
    early: decided.length,
    disagreements: decided.filter((one) => (one.verdict === 'pass') !== one.holds).length,
  }
}

/** Writes the tables in Markdown. */
export function simulatedMarkdown({
  tables,
  disagreements,
  early,
  interval,
}: ReturnType<typeof simulatedPart>): string {
  const grid = EXAMPLES * INSTRUCTIONS
  const lines = tables.flatMap(({ candidate, ships, means, rows }) => {
    const truth = means.map(({ title, mean, holds }) => `${title} ${mean.toFixed(3)}${holds ? '' : ' (broken)'}`)
    return [
      `### ${candidate}: by the full grid of ${grid} it ${ships ? 'may' : 'may not'} ship`,
      '',
      truth.join(', '),
      '',
      '| gate | pass | fail | inconclusive | false blocks | missed regressions | median calls | of grid |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      ...rows.map(({ gate, pass, fail, inconclusive, falseVerdicts, medianCalls }) => {
        const [blocks, missed] = ships ? [percent(falseVerdicts), '-'] : ['-', percent(falseVerdicts)]
        const cells = [gate, percent(pass), percent(fail), percent(inconclusive), blocks, missed, medianCalls]
        return `| ${[...cells, percent(medianCalls / grid, 2)].join(' | ')} |`
      }),
      '',
    ]
  })
  const [low, high] = interval.map((end) => percent(end, 2))
  const share = percent(disagreements / early, 2)
  return [
    ...lines,
    `${disagreements} of ${early} early verdicts on claims disagree with the full grid: ${share} [${low}, ${high}], at most 5%.`,
  ].join('\n')
}
