import { percent } from '../verdicts/percent.ts'
import type { EmbeddedPart } from './embeddedReleases.ts'
import type { ClaimRow, ReleaseTable } from './releaseTable.ts'

/** Writes the tables in Markdown. */
export function embeddedMarkdown({ seeds, tables, checked, early, wrong, interval, worst }: EmbeddedPart): string {
  const [low, high] = interval.map((end) => percent(end, 2))
  const advisory = tables.flatMap(({ claims }) => claims.filter((claim) => claim.advisory))
  const earlyAdvisory = sum(advisory, ({ pass, fail }) => pass + fail)
  const [least, most] = worst.interval.map((end) => percent(end, 2))
  return [
    'The truth of a claim is its mean over the full grid: every unit under every variant that the claim names, against the ' +
      'accepted release on the same cells. A release may ship if every gating claim holds. A gate on means draws its cells ' +
      "uniformly without replacement; v1's means are those of its full grid, and a gate on each task has a quarter of the " +
      'calls for each. The last gives each gating claim the same share of the calls, on units in the plan order, and holds ' +
      'the means against our limits.',
    '',
    ...tables.flatMap((table) => [...releaseLines(table, seeds), '']),
    '### Early verdicts and the full grid',
    '',
    `${wrong} of ${early} early verdicts on gating claims disagree with the full grid: ` +
      `${percent(wrong / early, 2)} [${low}, ${high}], at most 5%. ` +
      `On advisory claims ${sum(advisory, (claim) => claim.wrong)} of ${earlyAdvisory}. ` +
      `The claim with the most: ${worst.wrong} of ${seeds}, ${percent(worst.wrong / seeds, 2)} [${least}, ${most}], at most 5% too.`,
    '',
    `The grids hold the answers that gates get: all ${checked.accepted} cells of the accepted baseline are the same in ` +
      `v1's grid; ${checked.inRun} claims that the gate itself decided through vitest, and ${checked.throughDecide} that ` +
      'the engine decided on one more seed, end with the same verdict after the same units and cells.',
  ].join('\n')
}

function releaseLines({ release, ships, gates, claims, calls }: ReleaseTable, seeds: number): string[] {
  const broken = claims.filter(({ holds, advisory }) => !holds && !advisory).length
  const gating = claims.filter(({ advisory }) => !advisory).length
  return [
    `### ${release}: by the full grid of ${calls.grid} it ${ships ? 'may' : 'may not'} ship`,
    '',
    `${gating - broken} of ${gating} gating claims hold. Calls of our gate: median ${Math.round(calls.median)} ` +
      `(${percent(calls.median / calls.grid, 2)} of the grid), 90th percentile ${Math.round(calls.p90)}; each gate on means ` +
      'has as many on the same seed.',
    '',
    '| gate | pass | fail | inconclusive | false blocks | missed regressions |',
    '| --- | --- | --- | --- | --- | --- |',
    ...gates.map(({ gate, pass, fail, inconclusive, exits }) => {
      const [blocks, missed] = ships ? [percent(fail / seeds), '-'] : ['-', percent(pass / seeds)]
      const codes = Object.entries(exits ?? {}).map(([code, times]) => `exit ${code}: ${times}`)
      const name = codes.length > 0 ? `${gate} (${codes.join(', ')})` : gate
      return `| ${[name, pass, fail, inconclusive, blocks, missed].join(' | ')} |`
    }),
    '',
    '| claim | limit | full grid | pass | fail | inconclusive | disagree | disagree, by means | median cells | grid |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...claims.map(claimLine),
  ]
}

function claimLine(claim: ClaimRow): string {
  const { title, advisory, limit, mean, holds, pass, fail, inconclusive, wrong, wrongMean, medianCells, grid } = claim
  const truth = `${mean.toFixed(4)}${holds ? '' : ' (broken)'}`
  const name = `${advisory ? 'advisory: ' : ''}${title}`
  const cells = [name, limit, truth, pass, fail, inconclusive, wrong, wrongMean ?? '-', Math.round(medianCells), grid]
  return `| ${cells.join(' | ')} |`
}

function sum<T>(list: readonly T[], figure: (one: T) => number): number {
  return list.reduce((total, one) => total + figure(one), 0)
}
