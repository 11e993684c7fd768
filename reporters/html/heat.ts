import { wilson } from '../../src/core/statistics/rateIntervals.ts'
import type { ShownTask } from '../../src/core/types/index.ts'
import { candidateCells, countBy, seenAndUnseen, sumOf, type CandidateCells, type Count } from './counts.ts'
import { cellsLink, type PageParts, plainHtml, type Section, shownHtml } from './htmlParts.ts'

/** The most values of a slice in a table. More would not fit its width: the rarest are left out and counted. */
const MOST_COLUMNS = 12
const MOST_ROWS = 120
const ALL = ''

/**
 * Shows instructions against slices, in a table for each task and slice: shares with intervals for measure runs, else
 * counts.
 */
export function heat(parts: PageParts): Section {
  const { evidence, picture } = parts
  const measured = evidence.mode === 'measure'
  const cellsOf = candidateCells(parts, measured)
  // Unseen instructions come first: they are few among the cells of a gate, and readers look for them.
  const worst = (name: string, cells: CandidateCells): number => {
    const { unseen } = seenAndUnseen(evidence, name)
    const counts = countBy(cells, (variant) => (unseen.has(variant) ? 'unseen' : 'seen'))
    return rate(sumOf([...(counts.get('unseen') ?? counts.get('seen') ?? new Map<string, Count>()).values()]))
  }
  const maps = evidence.tasks
    .flatMap(({ name }) => {
      const cells = cellsOf.get(name)
      return cells ? [{ name, cells, worst: worst(name, cells) }] : []
    })
    .toSorted((a, b) => b.worst - a.worst)
    .flatMap(({ name, cells }) => {
      const task = picture?.tasks.get(name)
      return task ? [ofTask(parts, task, cells, measured)] : []
    })
  const note = measured
    ? 'Share of wrong answers with 95% Wilson intervals, as if examples were independent; the cells were spread evenly, and each counts once however often it was repeated.'
    : 'Exploratory: wrong of asked. A gate asks just enough to decide, so that many squares hold few cells or none; no interval is given, and none should be read into it. For rates, measure.'
  const key = `<p class="key">${[0, 2, 4, 6, 8, 10].map((step) => `<span class="swatch h${step}">${step * 10}%</span>`).join('')} <span class="muted">wrong. ${note}</span></p>`
  return { id: 'heat', heading: 'Instructions and slices', body: maps.length === 0 ? '' : key + maps.join('\n') }
}

function ofTask({ evidence }: PageParts, task: ShownTask, own: CandidateCells, measured: boolean): string {
  const examples = new Map(task.examples.map((example) => [example.id, example]))
  const names = [...new Set(own.examples.flatMap((id) => Object.keys(examples.get(id)?.slices ?? {})))]
  const sets = seenAndUnseen(evidence, task.name)
  const totals = new Map([...countBy(own, (variant) => variant)].map(([id, counts]) => [id, sumOf(counts.values())]))
  const families = new Map(task.instructions.map(({ id, family }) => [id, family]))
  const share = (id: string) => rate(totals.get(id) ?? { asked: 0, failed: 0 })
  const rows = [...totals.keys()].toSorted(
    (a, b) => Number(sets.unseen.has(b)) - Number(sets.unseen.has(a)) || share(b) - share(a) || (a < b ? -1 : 1),
  )
  const tables = (names.length > 0 ? names : [ALL]).map((slice, at) => {
    const valueOf = (example: string) => examples.get(example)?.slices?.[slice] ?? '(none)'
    const cells = countBy(own, (variant) => variant, valueOf)
    const columns = slice === ALL ? { shown: [], more: 0 } : columnsOf(own, valueOf)
    const head = columns.shown.map((value) => `<th scope="col">${shownHtml(value, 24)}</th>`).join('')
    const body = rows.slice(0, MOST_ROWS).map((variant) => {
      const side = sets.unseen.has(variant) ? 'unseen' : sets.seen.has(variant) ? 'seen' : ''
      const square = (value: string) =>
        squareOf(value === ALL ? totals.get(variant) : cells.get(variant)?.get(value), measured, {
          task: task.name,
          release: evidence.candidate.name,
          ...(measured ? { trial: '0' } : {}),
          variant,
          ...(value === ALL ? {} : { slice: `${slice}:${value}` }),
        })
      return `<tr><th scope="row">${shownHtml(variant, 40)} <span class="muted">${plainHtml(families.get(variant) ?? '', 24)}</span></th><td>${side}</td>${[ALL, ...columns.shown].map(square).join('')}</tr>`
    })
    const left =
      rows.length > MOST_ROWS ? `<p class="muted">${rows.length - MOST_ROWS} more instructions are not shown.</p>` : ''
    const rest =
      columns.more > 0 ? `<p class="muted">${columns.more} rarer values of ${plainHtml(slice)} are not shown.</p>` : ''
    const title = slice === ALL ? plainHtml(task.name) : `${plainHtml(task.name)} by ${plainHtml(slice)}`
    return `<details class="fold heat-of"${at === 0 ? ' open' : ''}><summary>${title}</summary><div class="scroll tall" tabindex="0" role="region" aria-label="${title}"><table class="heat"><thead><tr><th scope="col">instruction</th><th scope="col">kind</th><th scope="col">all</th>${slice === ALL ? '' : head}</tr></thead><tbody>${body.join('')}</tbody></table></div>${left}${rest}</details>`
  })
  return `<section class="task"><h3>${shownHtml(task.name)}</h3>${tables.join('')}</section>`
}

function columnsOf(own: CandidateCells, valueOf: (example: string) => string) {
  const counts = countBy(own, () => ALL, valueOf).get(ALL) ?? new Map<string, Count>()
  const values = [...counts].toSorted(([, a], [, b]) => b.asked - a.asked).map(([value]) => value)
  return { shown: values.slice(0, MOST_COLUMNS).toSorted(), more: Math.max(0, values.length - MOST_COLUMNS) }
}

function squareOf(count: Count | undefined, measured: boolean, filter: Record<string, string>): string {
  if (count === undefined) return '<td class="empty"><span class="hidden">not asked</span></td>'
  const step = Math.round(10 * rate(count))
  const [low, high] = measured ? wilson(count.failed, count.asked, 0.95) : [0, 0]
  const text = measured
    ? `${Math.round(100 * rate(count))}%<small>${Math.round(100 * low)}–${Math.round(100 * high)}</small>`
    : `${count.failed}/${count.asked}`
  return `<td class="h${step}">${cellsLink(filter, text)}</td>`
}

function rate({ asked, failed }: Count): number {
  return asked === 0 ? 0 : failed / asked
}
