/** The page's script: fills the lists, follows the address, opens folded parts for print, lets buttons copy. */
import { byRelease, cellFilters } from '../cells.ts'
import { readPage, type PageData } from '../data.ts'
import { readRoute } from '../filters.ts'
import { flipFilters, flipsOf } from '../flips.ts'
import { countOf, grouped } from '../text.ts'
import { browse, type OpenList } from './browse.ts'
import { byId, copy } from './elements.ts'
import { showCell } from './showCell.ts'
import { showFlip } from './showFlip.ts'

const lists = openLists()
openFoldedForPrint()
enableCopying()
addEventListener('hashchange', follow)
if (location.hash.length > 1) follow()
document.documentElement.dataset['ready'] = 'true'

/** Returns the lists by name; none where the page was made of `run.json` alone. */
function openLists(): Readonly<Record<string, OpenList | null>> {
  const holder = byId('data')
  if (holder === null) return {}
  const page = readPage(JSON.parse(holder.textContent ?? '') as PageData)
  const flips = flipsOf(page)
  return {
    flips: browse({
      name: 'flips',
      rows: flips,
      filters: flipFilters(page, flips),
      size: 10,
      show: (flip) => showFlip(page, flip),
      status: (found) => `${countOf(found.length, 'flipped cell')} of ${grouped(flips.length)}`,
    }),
    cells: browse({
      name: 'cells',
      rows: Array.from({ length: page.size }, (_, cell) => cell),
      filters: cellFilters(page),
      size: 50,
      show: (cell) => showCell(page, cell),
      status: (found) => `${countOf(found.length, 'observation')} of ${grouped(page.size)}${byRelease(page, found)}`,
    }),
  }
}

/** Shows what the address names: filters a list, opens the folded parts around it, and moves there. */
function follow(): void {
  const { id, chosen } = readRoute(location.hash.slice(1))
  const target = id === '' ? null : byId(id)
  if (target === null) return
  if (chosen !== null) lists[id]?.open(chosen)
  for (let part: Element | null = target; part !== null; part = part.parentElement)
    if (part instanceof HTMLDetailsElement) part.open = true
  target.scrollIntoView({ block: 'start' })
  const focus = target instanceof HTMLDetailsElement ? target.querySelector('summary') : byId(`h-${id}`)
  focus?.focus({ preventScroll: true })
}

function openFoldedForPrint(): void {
  let folded: readonly HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll<HTMLDetailsElement>('details.card:not([open]), details.heat-of:not([open])')]
    for (const part of folded) part.open = true
  })
  addEventListener('afterprint', () => {
    for (const part of folded) part.open = false
  })
}

function enableCopying(): void {
  for (const button of document.querySelectorAll<HTMLElement>('button.copy[hidden]')) {
    button.hidden = false
    button.setAttribute('aria-label', 'copy the command')
    button.addEventListener('click', () => copy(button, button.parentElement?.querySelector('code')?.textContent ?? ''))
  }
}
