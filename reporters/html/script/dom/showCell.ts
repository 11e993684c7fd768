import type { PageReader } from '../data.ts'
import { apart, long, make } from './elements.ts'
import { side } from './side.ts'

/** The number of characters of an answer in the table. */
const SHORT = 120

/** Makes a row of the table of observations. Its button opens a second row with all that the page knows of the cell. */
export function showCell(page: PageReader, cell: number): HTMLElement {
  const row = make('tr', {})
  const id = `cell-${cell}`
  const toggle = (): void => {
    const next = row.nextElementSibling
    const isOpen = next !== null && next.id === id
    if (isOpen) next.remove()
    else row.after(details(page, cell, id))
    open.setAttribute('aria-expanded', String(!isOpen))
  }
  const open = make(
    'button',
    { type: 'button', class: 'open', 'aria-expanded': 'false', on: { click: toggle } },
    apart(page.key(cell)),
  )
  const score = page.number('score', cell)
  row.append(
    make('th', { scope: 'row' }, open),
    make('td', {}, page.outcome(cell)),
    make('td', { class: 'text' }, apart((page.answer(cell) ?? '–').slice(0, SHORT))),
    make('td', { class: 'text' }, apart(page.example(cell).gold.slice(0, SHORT))),
    make(
      'td',
      { class: 'num' },
      make('span', { class: `badge ${score === 1 ? 'pass' : 'fail'}` }, `${score === 1 ? '✓' : '✕'} ${score}`),
    ),
  )
  return row
}

function details(page: PageReader, cell: number, id: string): HTMLElement {
  const { text } = page.variant(cell)
  const raw = page.raw(cell)
  const texts = { template: text === undefined ? null : long(text), raw: raw === null ? null : long(raw) }
  return make('tr', { id }, make('td', { colspan: '5' }, side(page, cell, 'observation', texts)))
}
