import { formatBound, formatLimit } from '../../src/core/text/index.ts'
import type { TrendPoint, ClaimResult, ClaimVerdict } from '../../src/core/types/index.ts'
import {
  claimAnchor,
  type PageParts,
  plainHtml,
  type Section,
  shownHtml,
  verdictClass,
  verdictMark,
} from './htmlParts.ts'
import { domainOf, linearScale } from './scale.ts'

const [WIDTH, HEIGHT] = [300, 70]

/** Shows each claim over releases, oldest first, this run last. */
export function trend({ evidence, context, history }: PageParts): Section {
  const rows = evidence.claims.flatMap((claim, index) => {
    const past = history.filter(({ title }) => title === claim.title).toSorted((a, b) => (a.at < b.at ? -1 : 1))
    if (past.length === 0 || claim.verdict === 'not applicable') return []
    return [row(claim, index, [...past, now(claim, context?.startedAt ?? '')])]
  })
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Claims over releases"><table class="forest"><thead><tr><th scope="col">claim</th><th scope="col" class="axis">confidence sequences, oldest first</th><th scope="col">runs</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  return { id: 'trend', heading: 'Trend over releases', body: rows.length === 0 ? '' : table }
}

function now({ release, title, verdict, interval, spec }: ClaimResult, at: string): TrendPoint {
  return { release, at, title, verdict, interval, limit: spec.limit }
}

function row({ title, spec }: ClaimResult, index: number, points: readonly TrendPoint[]): string {
  const shown = points.slice(-MOST)
  const domain = domainOf(
    shown.flatMap(({ interval, limit }) => [...interval, limit]),
    spec.range,
  )
  const y = linearScale(domain, [HEIGHT - 4, 4])
  const step = WIDTH / shown.length
  const bars = shown.map(({ interval, limit, verdict }, at) => {
    const x = (at + 0.5) * step
    return `<g class="${classOf(verdict)}"><path class="range" d="M${x} ${y(interval[0])}V${y(interval[1])}"/><path class="limit" d="M${at * step} ${y(limit)}h${step}"/></g>`
  })
  const items = shown.map(
    ({ release, at, interval, limit, verdict }) =>
      `<li>${shownHtml(release)} <span class="muted">${plainHtml(at.slice(0, 10))}</span> ${isVerdict(verdict) ? verdictMark(verdict) : shownHtml(verdict)} ${formatBound(interval[0], 'down')} to ${formatBound(interval[1], 'up')} <span class="muted">limit ${formatLimit(limit)}</span></li>`,
  )
  return `<tr><th scope="row"><a href="#${claimAnchor(index)}">${shownHtml(title)}</a><span class="suite">${plainHtml(spec.statistic)}</span></th><td class="axis"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${bars.join('')}</svg></td><td><ol class="runs">${items.join('')}</ol></td></tr>`
}

/** The number of runs of one claim that fit a line. */
const MOST = 24

function isVerdict(text: string): text is ClaimVerdict {
  return ['pass', 'fail', 'inconclusive', 'not applicable'].includes(text)
}

function classOf(text: string): string {
  return isVerdict(text) ? verdictClass(text) : 'none'
}
