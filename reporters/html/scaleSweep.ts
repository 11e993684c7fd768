import { formatBound, formatLimit } from '../../src/core/text/index.ts'
import type { ClaimResult, ClaimVerdict } from '../../src/core/types/index.ts'
import { claimAnchor, type PageParts, plainHtml, type Section, shownHtml, verdictMark } from './htmlParts.ts'
import { domainOf, linearScale, ticks } from './scale.ts'

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [460, 170, 46, 26]

interface Row {
  readonly claim: ClaimResult
  readonly index: number
}

/** One interval of a sweep. */
interface Bar {
  readonly label: string
  readonly index: number
  readonly verdict: ClaimVerdict
  readonly interval: readonly [number, number]
  readonly limit: number
}

/**
 * Shows what depends on the size of a release: claims whose arms are steps from one release to a larger one, and the
 * same claim about several releases. Releases are in the order of the sizes that their names say, else of their names.
 */
export function scaleSweep({ evidence }: PageParts): Section {
  const decided = evidence.claims
    .map((claim, index) => ({ claim, index }))
    .filter(({ claim }) => claim.verdict !== 'not applicable')
  const same = [...Map.groupBy(decided, sameClaim).values()].filter(
    (rows) => new Set(rows.map(({ claim }) => claim.release)).size > 1,
  )
  const body = [...decided.filter(isSteps).map(stepsOf), ...same.map(releasesOf)]
  return { id: 'scale', heading: 'The same claim over releases and sizes', body: body.join('\n') }
}

/**
 * Reads the number of parameters in a name such as `flan-t5-xl-3b` or `t5-0.4m`, in millions; `null` where it says
 * none.
 */
export function sizeInName(name: string): number | null {
  const found = /(?<count>\d+(?:[.]\d+)?)(?<unit>[kmbt])(?![a-z0-9])/i.exec(name)?.groups
  if (!found) return null
  return Number(found['count']) * ({ k: 0.001, m: 1, b: 1000, t: 1_000_000 }[(found['unit'] ?? '').toLowerCase()] ?? 1)
}

/** Returns a key that stays the same when a claim is about another release. */
function sameClaim({ claim: { spec } }: Row): string {
  const pools = spec.roles.map(({ name, pool }) => [name, pool])
  return JSON.stringify([spec.kind, spec.task, spec.statistic, pools])
}

/** Says whether a claim's arms compare releases. */
function isSteps({ claim: { spec, arms } }: Row): boolean {
  return (arms ?? []).length > 0 && spec.roles.every(({ release }) => release !== undefined)
}

function stepsOf({ claim: { spec, arms = [], population }, index }: Row): string {
  const bars = arms.map(({ name, verdict, interval }): Bar => {
    return { label: name, index, verdict: verdict ?? 'inconclusive', interval, limit: spec.limit }
  })
  return figure(spec.armStatistic ?? spec.statistic, `${spec.task}, ${population}`, spec.range, bars)
}

function releasesOf(rows: readonly Row[]): string {
  const sorted = rows.toSorted(
    ({ claim: a }, { claim: b }) =>
      (sizeInName(a.release) ?? Infinity) - (sizeInName(b.release) ?? Infinity) || (a.release < b.release ? -1 : 1),
  )
  const { spec, population } = sorted[0]!.claim
  const bars = sorted.map(({ claim: { release, verdict, interval, spec: own }, index }): Bar => {
    return { label: release, index, verdict, interval, limit: own.limit }
  })
  return figure(spec.statistic, `${spec.task}, ${population}`, spec.range, bars)
}

function figure(statistic: string, about: string, range: readonly [number, number], bars: readonly Bar[]): string {
  const domain = domainOf(
    bars.flatMap(({ interval: [least, most], limit }) => [least, most, limit]),
    range,
  )
  const y = linearScale(domain, [HEIGHT - BOTTOM, 8])
  const step = (WIDTH - LEFT) / bars.length
  const drawn = bars.map(({ interval, limit, label }, at) => {
    const x = LEFT + step * (at + 0.5)
    return `<path class="range" d="M${x} ${y(interval[0])}V${y(interval[1])}"/><path class="limit" d="M${x - 14} ${y(limit)}h28"/><text x="${x}" y="${HEIGHT - 8}">${plainHtml(label, Math.floor(step / 6))}</text>`
  })
  const lines = ticks(domain, 4).map(
    (tick) =>
      `<path class="grid" d="M${LEFT} ${y(tick)}H${WIDTH}"/><text class="y" x="${LEFT - 6}" y="${y(tick) + 4}">${formatLimit(tick)}</text>`,
  )
  const rows = bars.map(
    ({ label, index, verdict, interval, limit }) =>
      `<tr><th scope="row"><a href="#${claimAnchor(index)}">${shownHtml(label)}</a></th><td>${verdictMark(verdict)}</td><td class="num">${formatBound(interval[0], 'down')} to ${formatBound(interval[1], 'up')}</td><td class="num">${formatLimit(limit)}</td></tr>`,
  )
  return `<figure class="sweep"><figcaption><h3>${plainHtml(statistic)}</h3> <span class="muted">${plainHtml(about)}</span></figcaption><div class="two"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true">${lines.join('')}${drawn.join('')}</svg><div class="scroll" tabindex="0" role="region" aria-label="The same claim over releases"><table class="narrow"><thead><tr><th scope="col">release</th><th scope="col">verdict</th><th scope="col" class="num">confidence sequence</th><th scope="col" class="num">limit</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></div></figure>`
}
