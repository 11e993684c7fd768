import type { ComparedFigure, FigureRow, RankedPart, ReleaseComparison } from '../../src/core/compare/index.ts'
import { counted } from '../../src/core/text/index.ts'
import { comparisonLines } from '../common/comparisonLines.ts'
import { plainHtml, shownHtml } from '../html/htmlParts.ts'
import { hashOf } from '../html/page.ts'
import { domainOf, linearScale, ticks } from '../html/scale.ts'
import { style } from '../html/style.ts'
import {
  basisLines,
  claimText,
  differenceLines,
  differenceText,
  figureText,
  findingText,
  gapLines,
  pairRows,
  partText,
  rankLines,
  rankText,
  testText,
} from './texts.ts'

/** Size of the picture of a figure, and the space at its ends. */
const [WIDTH, HEIGHT, PAD] = [300, 26, 12]

/**
 * Writes releases side by side as a page of its own that needs no network and runs no code: what was compared, each figure with
 * a picture of its intervals, gaps, ranks with the pairs behind them, claims. All text from outside is escaped.
 */
export function htmlComparison(comparison: ReleaseComparison): string {
  const { releases, claims, figures, changes, ranking, gaps = [] } = comparison
  const names = releases.map(({ name }) => name)
  const tasks = [...new Set(figures.map(({ task }) => task))]
  const lines = [
    ...gapLines(comparison),
    ...rankLines(comparison),
    ...basisLines(comparison),
    ...(changes ? [...differenceLines(comparison), ...comparisonLines({ ...changes, differences: [] })] : []),
  ]
  const title = `Comparison of ${counted(releases.length, 'release')}`
  const sections = [
    ...tasks.map((task) =>
      section(
        task,
        figureBlocks(
          figures.filter((row) => row.task === task),
          names,
        ),
      ),
    ),
    gaps.length === 0
      ? ''
      : section(
          'Seen against unseen instructions',
          table(
            ['release', 'seen', 'unseen', 'gap', 'exact sign test', 'finding'],
            gaps.map((gap) => [
              names[gap.release] ?? '',
              gap.seen.toFixed(3),
              gap.unseen.toFixed(3),
              differenceText(gap),
              testText(gap, 'data sets'),
              findingText(gap),
            ]),
          ),
        ),
    ...(ranking?.parts ?? []).map((part) => section(`Ranks: ${partText(part)}`, ranks(part, comparison))),
    claims.length === 0
      ? ''
      : section(
          'Claims',
          table(
            ['claim', ...names],
            claims.map(({ title: claim, of: decided }) => [claim].concat(decided.map(claimText))),
          ),
        ),
  ]
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
<title>${plainHtml(title)} · robustness</title>
<style>${style}</style></head>
<body><main id="main">
<section class="verdict"><p class="over">robustness</p><h1>${plainHtml(title)}</h1><p class="lead">It decides nothing.</p>
${table(
  ['release', 'from', 'cells'],
  releases.map(({ name, from, cells }) => [name, from, String(cells)]),
)}
<ul>${lines.map((line) => `<li>${shownHtml(line, 3000)}</li>`).join('')}</ul></section>
${sections.filter((text) => text !== '').join('\n')}
</main></body></html>
`
}

function section(heading: string, body: string): string {
  return `<section class="part"><h2>${shownHtml(heading)}</h2>\n${body}\n</section>`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return (
    `<div class="scroll" tabindex="0"><table><thead><tr>${head.map((text) => `<th scope="col">${shownHtml(text)}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table></div>`
  )
}

function cell(text: string, at: number): string {
  return at === 0 ? `<th scope="row">${shownHtml(text)}</th>` : `<td>${shownHtml(text)}</td>`
}

/** Each figure with a row for each release; those of one task share no axis, since their ranges differ. */
function figureBlocks(rows: readonly FigureRow[], names: readonly string[]): string {
  return rows
    .map(({ figure, of: values, digits }) => {
      const ends = values.flatMap((one) =>
        one === null ? [] : one.interval ? [one.value, one.interval.low, one.interval.high] : [one.value],
      )
      const isShare = ends.every((end) => end >= 0 && end <= 1)
      const domain = domainOf(ends, isShare ? [0, 1] : [-Infinity, Infinity])
      const lines = values.map(
        (one, at) =>
          `<tr><th scope="row">${shownHtml(names[at] ?? '')}</th><td class="axis">${picture(one, domain)}</td><td class="num">${plainHtml(figureText(one, digits))}</td></tr>`,
      )
      return (
        `<div class="scroll" tabindex="0"><table class="forest"><thead><tr><th scope="col">${shownHtml(figure)}</th><th scope="col" class="axis">${axis(domain)}` +
        `<span class="hidden">picture of the interval</span></th><th scope="col" class="num">value</th></tr></thead><tbody>${lines.join('')}</tbody></table></div>`
      )
    })
    .join('\n')
}

function axis(domain: readonly [number, number]): string {
  const x = linearScale(domain, [PAD, WIDTH - PAD])
  const marks = ticks(domain, 3).map((tick) => `<text x="${x(tick)}" y="12">${tick}</text>`)
  return `<svg class="chart measure" viewBox="0 0 ${WIDTH} 18" aria-hidden="true">${marks.join('')}</svg>`
}

function picture(figure: ComparedFigure | null, domain: readonly [number, number]): string {
  const x = linearScale(domain, [PAD, WIDTH - PAD])
  const grid = ticks(domain, 3).map((tick) => `<path class="grid" d="M${x(tick)} 0V${HEIGHT}"/>`)
  const range = figure?.interval
    ? `<path class="dumbbell" d="M${x(figure.interval.low)} ${HEIGHT / 2}H${x(figure.interval.high)}"/>`
    : ''
  const point = figure ? `<circle class="seen" cx="${x(figure.value)}" cy="${HEIGHT / 2}" r="4"/>` : ''
  return `<svg class="chart measure" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${grid.join('')}${range}${point}</svg>`
}

/** The ranks on one part, and below them every pair that they rest on. */
function ranks(part: RankedPart, comparison: ReleaseComparison): string {
  const { releases } = comparison
  const nameOf = (place: number): string => releases[place]?.name ?? ''
  const listed = (places: readonly number[]) => places.map(nameOf).join(', ')
  const pairs = pairRows(part, comparison)
  return `${table(
    ['rank', 'release', 'established above', 'not established against'],
    part.ranks.map((rank) => [rankText(rank), nameOf(rank.release), listed(rank.above), listed(rank.open)]),
  )}
<details class="fold"><summary>${counted(pairs.length, 'pair')}</summary>${table(['pair', 'mean difference', 'exact sign test', 'finding'], pairs)}</details>`
}
