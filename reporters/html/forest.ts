import { formatBound, formatEstimate, formatLimit } from '../../src/core/text/index.ts'
import { type ClaimResult, restsOnUpper } from '../../src/core/types/index.ts'
import { boundAndLimit, decidingArm, verdictWord } from '../../src/core/wording/index.ts'
import { suiteOf } from '../common/claimTable.ts'
import {
  cellsLink,
  claimAnchor,
  grouped,
  type PageParts,
  percent,
  plainHtml,
  type Section,
  shownHtml,
  verdictClass,
  verdictMark,
} from './htmlParts.ts'
import { domainOf, linearScale, logScale, ticks } from './scale.ts'

const WIDTH = 340
const HEIGHT = 30
const PAD = 10

/**
 * Draws the claims as forest plots, one for each statistic, so that a plot has one axis. It shows the confidence
 * sequence, the limit, and on which side of it the claim holds. The table around it says the same in words.
 */
export function forest({ evidence, picture }: PageParts): Section {
  const numbered = evidence.claims.map((claim, index) => ({ claim, index }))
  const groups = Map.groupBy(numbered, ({ claim: { spec } }) => spec.statistic)
  const plots = [...groups].map(([statistic, rows]) => plot(statistic, rows, picture !== null))
  const key =
    '<p class="key"><span class="k-range">confidence sequence</span> <span class="k-bound">the bound that decides</span> ' +
    '<span class="k-limit">limit</span> <span class="k-bad">breaks the claim</span> ' +
    '<span class="k-est">estimate, biased after an early stop</span></p>'
  return {
    id: 'claims',
    heading: 'Claims',
    body: evidence.claims.length === 0 ? '<p>No claims.</p>' : key + plots.join(''),
  }
}

interface Row {
  readonly claim: ClaimResult
  readonly index: number
}

function plot(statistic: string, rows: readonly Row[], linked: boolean): string {
  const decided = rows.filter(({ claim }) => claim.verdict !== 'not applicable').map(({ claim }) => claim)
  const values = decided.flatMap(({ interval: [least, most], spec }) => [least, most, spec.limit])
  const range = rows[0]?.claim.spec.range ?? [0, 1]
  const domain = values.length === 0 ? ([range[0], range[1]] as const) : domainOf(values, range)
  const most = Math.max(...rows.map(({ claim }) => claim.grid))
  const sense = rows[0]?.claim.spec.sense === 'at most' ? 'lower is better' : 'higher is better'
  return `<figure class="plot"><figcaption><h3>${plainHtml(statistic)}</h3> <span class="muted">${sense}</span></figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="${plainHtml(statistic)} of each claim"><table class="forest"><thead><tr><th scope="col">claim</th><th scope="col">verdict</th><th scope="col" class="axis">${axis(domain)}</th><th scope="col" class="num">bound and limit</th><th scope="col" class="num">cells of the grid</th></tr></thead>
<tbody>${rows.map((row) => line(row, { domain, most, linked })).join('\n')}</tbody></table></div></figure>`
}

/**
 * The settings that the lines of one plot share: the ends of its axis, its largest grid, whether there are cells to
 * link to.
 */
interface Frame {
  readonly domain: readonly [number, number]
  readonly most: number
  readonly linked: boolean
}

function line({ claim, index }: Row, { domain, most, linked }: Frame): string {
  const { suite, name } = suiteOf(claim.title)
  const { cells, grid, verdict, spec } = claim
  const idle = verdict === 'not applicable'
  const used = idle
    ? '–'
    : `${linked ? cellsLink({ claim: String(index + 1) }, grouped(cells)) : grouped(cells)} <span class="muted">of ${grouped(grid)} (${percent(cells / grid)})</span>${cellsBar(cells, grid, most)}`
  return (
    `<tr class="${verdictClass(verdict)}"><th scope="row"><a href="#${claimAnchor(index)}">${shownHtml(name)}</a>` +
    `<span class="suite">${spec.advisory ? 'advisory · ' : ''}${claim.waived ? 'waived · ' : ''}${shownHtml(suite)}</span></th>` +
    `<td>${verdictMark(verdictWord(claim))}</td><td class="axis">${idle ? '' : bar(claim, domain)}</td>` +
    `<td class="num">${boundText(claim)}</td><td class="num">${used}</td></tr>`
  )
}

function boundText(claim: ClaimResult): string {
  if (claim.verdict === 'not applicable') return plainHtml(claim.reason)
  const { bound, limit } = boundAndLimit(claim)
  const arm = decidingArm(claim)
  const whose = arm === null ? '' : `<br><span class="muted">${plainHtml(arm.name)}</span>`
  return `${plainHtml(bound)}${whose}<br><span class="muted">${plainHtml(limit)}</span>`
}

function axis(domain: readonly [number, number]): string {
  const x = linearScale(domain, [PAD, WIDTH - PAD])
  const marks = ticks(domain, 6).map((tick) => `<text x="${x(tick)}" y="12">${formatLimit(tick)}</text>`)
  return `<svg class="chart" viewBox="0 0 ${WIDTH} 18" aria-hidden="true">${marks.join('')}</svg><span class="hidden">picture of bound and limit</span>`
}

/** Draws one claim's confidence sequence with its limit; the side that breaks the claim is shaded. */
function bar(claim: ClaimResult, domain: readonly [number, number]): string {
  const { interval, spec, estimate, verdict } = claim
  const x = linearScale(domain, [PAD, WIDTH - PAD])
  const [least, most, limit] = [x(interval[0]), x(interval[1]), x(spec.limit)]
  const [from, to] = spec.sense === 'at most' ? [limit, WIDTH] : [0, limit]
  const grid = ticks(domain, 6).map((tick) => `<path class="grid" d="M${x(tick)} 0V${HEIGHT}"/>`)
  const middle = HEIGHT / 2
  const high = restsOnUpper(spec.sense, verdict)
  const decides = verdict === 'inconclusive' ? [least, most] : [high ? most : least]
  const label = `from ${formatBound(interval[0], 'down', spec.limit)} to ${formatBound(interval[1], 'up', spec.limit)}, limit ${formatLimit(spec.limit)}`
  return (
    `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title>` +
    `<rect class="bad" x="${from}" y="0" width="${Math.max(0, to - from)}" height="${HEIGHT}"/>${grid.join('')}` +
    `<path class="limit" d="M${limit} 1V${HEIGHT - 1}"/><path class="range" d="M${least} ${middle}H${Math.max(most, least + 1)}"/>` +
    decides.map((at) => `<circle class="bound" cx="${at}" cy="${middle}" r="4.5"/>`).join('') +
    (estimate === null ? '' : diamond(x(estimate), middle, formatEstimate(estimate))) +
    '</svg>'
  )
}

function diamond(x: number, y: number, text: string): string {
  return `<path class="estimate" d="M${x} ${y - 4}l4 4l-4 4l-4 -4z"><title>estimate ${text}</title></path>`
}

/** Draws the cells used and the cells of the whole grid on one logarithmic axis. */
function cellsBar(cells: number, grid: number, most: number): string {
  const x = logScale(most, [0, 120])
  return `<svg class="chart calls" viewBox="0 0 120 6" aria-hidden="true"><rect class="grid-bar" x="0" y="1" width="${x(grid)}" height="4" rx="2"/><rect class="used-bar" x="0" y="1" width="${Math.max(2, x(cells))}" height="4" rx="2"/></svg>`
}
