import { formatBound, formatLimit } from '../../src/core/text/index.ts'
import type { PathPoint, ClaimSpec } from '../../src/core/types/index.ts'
import { grouped } from './htmlParts.ts'
import { domainOf, linearScale, logScale, logTicks, ticks } from './scale.ts'

const [WIDTH, HEIGHT] = [560, 190]
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 8, 8, 30]

/** How an interval closed as evidence came in: both bounds over the units, on a scale of logarithms, with the limit. */
export function pathChart(path: readonly PathPoint[], spec: ClaimSpec, noun: string): string {
  const last = path.at(-1)
  if (last === undefined) return ''
  // The first bounds span the whole range and say nothing: they are cut off, so that the end can be read.
  const late = path.slice(Math.floor(path.length / 3))
  const ends = late.flatMap(({ least, most }) => [least, most])
  const domain = domainOf([...ends, spec.limit], spec.range)
  const y = linearScale(domain, [HEIGHT - BOTTOM, TOP])
  const x = logScale(last.units, [LEFT, WIDTH - RIGHT])
  const stairs = (pick: (point: PathPoint) => number) =>
    path.map((point, at) => (at === 0 ? '' : `H${x(point.units)}`) + `V${y(pick(point))}`).join('')
  const start = x(path[0]?.units ?? 1)
  const back = path
    .toReversed()
    .map((point, at) => `V${y(point.least)}${at === 0 ? '' : `H${x(point.units)}`}`)
    .join('')
  const limit = y(spec.limit)
  const [from, to] = spec.sense === 'at most' ? [TOP, limit] : [limit, HEIGHT - BOTTOM]
  const label = `The interval after ${last.units} ${noun}s: ${formatBound(last.least, 'down', spec.limit)} to ${formatBound(last.most, 'up', spec.limit)}, limit ${formatLimit(spec.limit)}`
  return `<figure class="path"><figcaption>How the interval closed as evidence came in</figcaption>
<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}"><title>${label}</title>
<rect class="bad" x="${LEFT}" y="${from}" width="${WIDTH - LEFT - RIGHT}" height="${Math.max(0, to - from)}"/>
${ticks(domain, 5)
  .map(
    (tick) =>
      `<path class="grid" d="M${LEFT} ${y(tick)}H${WIDTH - RIGHT}"/><text class="y" x="${LEFT - 6}" y="${y(tick) + 4}">${formatLimit(tick)}</text>`,
  )
  .join('')}
${logTicks(last.units)
  .map((tick) => `<text x="${x(tick)}" y="${HEIGHT - 14}">${grouped(tick)}</text>`)
  .join('')}
<text class="y" x="${WIDTH - RIGHT}" y="${HEIGHT - 1}">${noun}s, on a scale of logarithms</text>
<path class="area" d="M${start} ${y(path[0]?.most ?? 0)}${stairs(({ most }) => most)}${back}Z"/>
<path class="edge" d="M${start} ${y(path[0]?.most ?? 0)}${stairs(({ most }) => most)}"/>
<path class="edge" d="M${start} ${y(path[0]?.least ?? 0)}${stairs(({ least }) => least)}"/>
<path class="limit" d="M${LEFT} ${limit}H${WIDTH - RIGHT}"/></svg>
<details class="figures-table"><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Bounds as evidence came in"><table><thead><tr><th scope="col" class="num">${noun}s</th><th scope="col" class="num">lower bound</th><th scope="col" class="num">upper bound</th></tr></thead><tbody>${path
    .map(
      ({ units, least, most }) =>
        `<tr><td class="num">${grouped(units)}</td><td class="num">${least.toFixed(4)}</td><td class="num">${most.toFixed(4)}</td></tr>`,
    )
    .join('')}</tbody></table></div></details></figure>`
}
