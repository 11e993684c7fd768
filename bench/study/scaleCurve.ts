import { formatLimit } from '../../src/core/text/index.ts'
import { plainHtml } from '../../reporters/html/htmlParts.ts'
import { linearScale, ticks } from '../../reporters/html/scale.ts'
import type { Estimate, SizeEstimates } from './estimates.ts'
import type { StudyReport } from './report.ts'
import { inOrder } from './tables.ts'

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [460, 200, 46, 26]

/** Draws accuracy against size for each task: seen instructions as circles, unseen ones as squares, with 95% intervals. */
export function scaleCurve({ members, measuring: { estimates } }: StudyReport): string {
  const byTask = Map.groupBy(inOrder(estimates), ({ task }) => task)
  const logs = members.map(({ parameters }) => Math.log10(parameters))
  const x = linearScale([Math.min(...logs), Math.max(...logs)], [LEFT + 30, WIDTH - 30])
  const places = new Map(members.map(({ name, parameters }) => [name, x(Math.log10(parameters))]))
  const charts = [...byTask].map(([task, rows]) => chart(task, rows, places))
  return `<p class="key"><span class="k-seen">seen</span> <span class="k-unseen">unseen</span> <span class="muted">accuracy with 95% interval, measured; sizes on a logarithmic axis</span></p><div class="two">${charts.join('')}</div>`
}

const y = linearScale([0, 1], [HEIGHT - BOTTOM, 8])

function chart(task: string, rows: readonly SizeEstimates[], places: ReadonlyMap<string, number>): string {
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
  return `<figure class="sweep"><figcaption><h3>${plainHtml(task)}</h3></figcaption><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Accuracy on ${plainHtml(task)} by size; the tables above have the figures">${lines.join('')}${curve('seen', -3)}${curve('unseen', 3)}${names.join('')}</svg></figure>`
}

function point(kind: 'seen' | 'unseen', at: number, { value, low, high }: Estimate): string {
  const mark =
    kind === 'seen'
      ? `<circle class="seen" cx="${at}" cy="${y(value)}" r="3.5"/>`
      : `<rect class="unseen" x="${at - 3}" y="${y(value) - 3}" width="6" height="6"/>`
  return `<path class="range" d="M${at} ${y(low)}V${y(high)}"/>${mark}`
}
