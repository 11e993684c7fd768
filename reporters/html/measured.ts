import { counted } from '../../src/core/text/index.ts'
import type { MeasuredMetric, MeasuredSlice, OwnMetric, TaskMeasurement } from '../../src/core/types/index.ts'
import type { Block } from '../measurement/block.ts'
import { measurementBlocks } from '../measurement/index.ts'
import { cellsLink, grouped, type PageParts, plainHtml, type Section, shownHtml } from './htmlParts.ts'
import { linearScale } from './scale.ts'

const WIDTH = 300
const MOST_METRICS = 6
const MOST_VARIANTS = 500

/**
 * Shows the figures of a measure run: each metric on the whole task, on seen and unseen instructions, by family and by
 * variant.
 */
export function measured({ evidence, picture }: PageParts): Section {
  const { measurements, candidate } = evidence
  const heading = 'Measured'
  if (measurements === undefined) return { id: 'measured', heading, body: '' }
  const { budget, level, tasks, metrics = [] } = measurements
  const note = `<p class="muted">Estimates from ${counted(budget, 'cell')} spread evenly over the grid, with fixed-size intervals at level ${level}. They decide nothing.</p>`
  const link = (task: string, slice: MeasuredSlice) =>
    picture === null
      ? grouped(slice.cells)
      : cellsLink({ release: candidate.name, task, ...filterOf(slice) }, grouped(slice.cells))
  const blocks = measurementBlocks(evidence, MOST_VARIANTS).map(blockHtml)
  return {
    id: 'measured',
    heading,
    body: note + tasks.map((task) => ofTask(task, metrics, link)).join('') + blocks.join(''),
  }
}

/** Makes the filter of the cells that a part of a task consists of. */
function filterOf({ of: part, name }: MeasuredSlice): Record<string, string> {
  if (part === 'variant' || part === 'family') return { [part]: name }
  return part === 'seen' || part === 'unseen' ? { seen: part } : {}
}

function ofTask(
  { plan, slices, notes }: TaskMeasurement,
  own: readonly OwnMetric[],
  link: (task: string, slice: MeasuredSlice) => string,
): string {
  const names = [...new Set(slices.flatMap(({ metrics }) => metrics.map(({ name }) => name)))]
  const isOwn = (name: string) => own.some((one) => one.name === name)
  const shown = names.filter((name, at) => at < MOST_METRICS || isOwn(name))
  const others = names.filter((name) => !shown.includes(name))
  const tables = shown.map((metric, at) => {
    const { summary, digits } = own.find(({ name }) => name === metric) ?? {}
    const rows = slices.flatMap((slice) => {
      const found = slice.metrics.find(({ name }) => name === metric)
      return found ? [row(slice, found, link(plan.task, slice), digits)] : []
    })
    return `<details class="fold"${at === 0 ? ' open' : ''}><summary>${plainHtml(metric)}</summary>${summary === undefined ? '' : `<p class="muted">${plainHtml(summary)}</p>`}<div class="scroll tall" tabindex="0" role="region" aria-label="${plainHtml(metric)}"><table class="narrow"><thead><tr><th scope="col">part</th><th scope="col"><span class="hidden">picture of value and interval, from 0 to 1</span></th><th scope="col" class="num">value</th><th scope="col">interval</th><th scope="col" class="num">cells</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`
  })
  const more =
    others.length > 0
      ? `<p class="muted">Also in run.json: ${others.map((name) => plainHtml(name)).join(', ')}.</p>`
      : ''
  const remarks = notes.length === 0 ? '' : `<ul>${notes.map((one) => `<li>${shownHtml(one)}</li>`).join('')}</ul>`
  return `<section class="task"><h3>${shownHtml(plan.task)}</h3>${remarks}${tables.join('')}${more}</section>`
}

function row(
  { of: part, name }: MeasuredSlice,
  { value, reason, intervals }: MeasuredMetric,
  cells: string,
  digits = 3,
): string {
  const [first] = intervals
  const text = value === null ? `<span class="muted">${plainHtml(reason ?? 'undefined')}</span>` : value.toFixed(digits)
  const interval = first
    ? `${first.low.toFixed(digits)} to ${first.high.toFixed(digits)} <span class="muted">${plainHtml(first.method)}, over ${plainHtml(first.over)}</span>`
    : ''
  return `<tr><th scope="row">${part === 'family' || part === 'variant' ? `<span class="muted">${part}</span> ${shownHtml(name)}` : part}</th><td>${bar(value, first)}</td><td class="num">${text}</td><td>${interval}</td><td class="num">${cells}</td></tr>`
}

/** Shows a block that the text reports have as well: figures, components of variance, claims without verdicts. */
function blockHtml({ heading, table: [head, ...rows], lines }: Block): string {
  const columns = (head ?? []).map((name) => `<th scope="col">${shownHtml(name)}</th>`).join('')
  const body = rows.map(([first = '', ...others]) => {
    const cells = others.map((text) => `<td>${shownHtml(text, 1000)}</td>`).join('')
    return `<tr><th scope="row">${shownHtml(first, 1000)}</th>${cells}</tr>`
  })
  const table =
    head === undefined
      ? ''
      : `<div class="scroll tall" tabindex="0" role="region" aria-label="${plainHtml(heading)}"><table><thead><tr>${columns}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
  const list = lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${shownHtml(line, 1000)}</li>`).join('')}</ul>`
  return `<details class="fold"><summary>${shownHtml(heading)}</summary>${table}${list}</details>`
}

/** Draws a metric that is in [0, 1], as most are; any other has its figures alone. */
function bar(value: number | null, interval?: { readonly low: number; readonly high: number }): string {
  const ends = [value ?? 0, interval?.low ?? 0, interval?.high ?? 0]
  if (value === null || ends.some((end) => end < 0 || end > 1)) return ''
  const x = linearScale([0, 1], [6, WIDTH - 6])
  const range = interval ? `<path class="range" d="M${x(interval.low)} 8H${x(interval.high)}"/>` : ''
  return `<svg class="chart measure" viewBox="0 0 ${WIDTH} 16" aria-hidden="true">${[0, 0.25, 0.5, 0.75, 1].map((tick) => `<path class="grid" d="M${x(tick)} 0V16"/>`).join('')}${range}<circle class="bound" cx="${x(value)}" cy="8" r="4"/></svg>`
}
