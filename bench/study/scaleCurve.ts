import { formatLimit } from '../../src/core/text/index.ts'
import { plainHtml } from '../../reporters/html/htmlParts.ts'
import { linearScale, ticks } from '../../reporters/html/scale.ts'
import type { Estimate, SizeEstimates } from './estimates.ts'
import type { StudyReport } from './report.ts'
import { inOrder } from './tables.ts'

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [460, 200, 46, 26]
/** Room in the picture: above the charts, above each of them, and between two. */
const [TOP, TITLE, GAP] = [34, 20, 16]

/** Draws accuracy against size for each task: seen instructions as circles, unseen ones as squares, with 95% intervals. */
export function scaleCurve(report: StudyReport): string {
  const figures = charts(report).map(
    ({ task, drawn }) =>
      `<figure class="sweep"><figcaption><h3>${plainHtml(task)}</h3></figcaption><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Accuracy on ${plainHtml(task)} by size; the tables above have the figures">${drawn}</svg></figure>`,
  )
  return `<p class="key"><span class="k-seen">seen</span> <span class="k-unseen">unseen</span> <span class="muted">${CAPTION}</span></p><div class="two">${figures.join('')}</div>`
}

const CAPTION = 'accuracy with 95% interval, measured; sizes on a logarithmic axis'

/** Draws the same as a picture of its own, two tasks a row. */
export function scalePicture(report: StudyReport): string {
  const drawn = charts(report)
  const height = TOP + Math.ceil(drawn.length / 2) * (HEIGHT + TITLE)
  const places = drawn.map(({ task, drawn: one }, at) => {
    const [left, top] = [(at % 2) * (WIDTH + GAP), TOP + Math.floor(at / 2) * (HEIGHT + TITLE)]
    return `<g transform="translate(${left} ${top})"><text class="h" x="${LEFT}" y="12">${plainHtml(task)}</text><g transform="translate(0 ${TITLE})">${one}</g></g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 0 ${2 * WIDTH + GAP + 16} ${height}" role="img" aria-label="Accuracy by size and task on seen and unseen instructions">
<style>text{font:11px system-ui,sans-serif;fill:#56606c;text-anchor:middle}.y{text-anchor:end}.h{font-weight:600;fill:#1a1f26}.h,.key{text-anchor:start}.grid{stroke:#d9dee4}.edge{fill:none;stroke:#34495e;stroke-width:1.6}.range{stroke:#34495e;stroke-width:3;stroke-linecap:round}circle.seen{fill:#1b57b5}rect.unseen{fill:#b45309}</style>
<rect x="-8" width="100%" height="100%" fill="#fff"/>
<circle class="seen" cx="${LEFT}" cy="12" r="3.5"/><text class="key" x="${LEFT + 8}" y="16">seen</text><rect class="unseen" x="${LEFT + 52}" y="9" width="6" height="6"/><text class="key" x="${LEFT + 63}" y="16">unseen</text><text class="key" x="${LEFT + 115}" y="16">${CAPTION}</text>
${places.join('\n')}
</svg>
`
}

/** Draws each task, without what surrounds its picture. */
function charts({ members, measuring }: StudyReport): readonly { readonly task: string; readonly drawn: string }[] {
  const byTask = Map.groupBy(inOrder(measuring.estimates), ({ task }) => task)
  const logs = members.map(({ parameters }) => Math.log10(parameters))
  const x = linearScale([Math.min(...logs), Math.max(...logs)], [LEFT + 30, WIDTH - 30])
  const places = new Map(members.map(({ name, parameters }) => [name, x(Math.log10(parameters))]))
  return [...byTask].map(([task, rows]) => ({ task, drawn: chart(rows, places) }))
}

const y = linearScale([0, 1], [HEIGHT - BOTTOM, 8])

function chart(rows: readonly SizeEstimates[], places: ReadonlyMap<string, number>): string {
  const lines = ticks([0, 1], 4).map(
    (tick) =>
      `<path class="grid" d="M${LEFT} ${y(tick)}H${WIDTH}"/><text class="y" x="${LEFT - 6}" y="${y(tick) + 4}">${formatLimit(tick)}</text>`,
  )
  const names = rows.map(({ size }) => `<text x="${places.get(size)}" y="${HEIGHT - 8}">${plainHtml(size, 14)}</text>`)
  const curve = (kind: 'seen' | 'unseen', shift: number): string => {
    const points = rows.map((row) => ({ at: (places.get(row.size) ?? 0) + shift, one: row[kind] }))
    const path = points.map(({ at, one }) => `${at} ${y(one.value)}`).join('L')
    return `<path class="edge" d="M${path}"/>${points.map(({ at, one }) => point(kind, at, one)).join('')}`
  }
  return `${lines.join('')}${curve('seen', -3)}${curve('unseen', 3)}${names.join('')}`
}

function point(kind: 'seen' | 'unseen', at: number, { value, low, high }: Estimate): string {
  const mark =
    kind === 'seen'
      ? `<circle class="seen" cx="${at}" cy="${y(value)}" r="3.5"/>`
      : `<rect class="unseen" x="${at - 3}" y="${y(value) - 3}" width="6" height="6"/>`
  return `<path class="range" d="M${at} ${y(low)}V${y(high)}"/>${mark}`
}
