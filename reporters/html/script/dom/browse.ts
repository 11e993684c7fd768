import { matching, routeOf, type Choice, type Chosen, type Filter } from '../filters.ts'
import { grouped, spelledText } from '../text.ts'
import { byId, make } from './elements.ts'

/** A list of the page, with its rows and its filters. */
interface List<Row> {
  /** The list's id: its form, counter, pager and table are named after it. */
  readonly name: string
  readonly rows: readonly Row[]
  readonly filters: readonly Filter<Row>[]
  /** The number of rows on one page. */
  readonly size: number
  readonly show: (row: Row) => HTMLElement
  /** Says how many rows were found. */
  readonly status: (found: readonly Row[]) => string
}

/** A list that stands in the page. */
export interface OpenList {
  /** Shows the rows that fit, as the page's address asks for them. */
  readonly open: (chosen: Chosen) => void
}

/** The parts of the page that a list fills. */
interface Places {
  readonly form: HTMLFormElement
  readonly target: HTMLElement
  readonly counter: HTMLElement
  readonly pager: HTMLElement
}

type Control = HTMLSelectElement | HTMLInputElement

/** The time that a search waits for the next key, in milliseconds. */
const PAUSE_MS = 150

/** Puts a list with its filters and pages where the page has a place for it; `null` where it has none. */
export function browse<Row>({ name, rows, filters, size, show, status }: List<Row>): OpenList | null {
  const places = placesOf(name)
  if (places === null) return null
  const { form, target, counter, pager } = places
  const controls = addControls(form, name, filters)
  let at = 0
  let found: readonly Row[] = []
  const chosen = (): Chosen =>
    Object.fromEntries([...controls].map(([key, { value }]) => [key, value]).filter(([, value]) => value !== ''))
  const draw = (): void => {
    found = matching(rows, filters, chosen())
    at = 0
    paint()
  }
  const paint = (): void => {
    const pages = Math.max(1, Math.ceil(found.length / size))
    target.replaceChildren(...found.slice(at * size, (at + 1) * size).map(show))
    counter.textContent = `${status(found)}${pages > 1 ? `, page ${grouped(at + 1)} of ${grouped(pages)}` : ''}`
    pager.replaceChildren(...pagerButtons(at, pages, turn))
  }
  const turn = (to: number): void => {
    at = to
    paint()
    counter.scrollIntoView({ block: 'start' })
    counter.setAttribute('tabindex', '-1')
    counter.focus({ preventScroll: true })
  }
  const changed = (): void => {
    draw()
    history.replaceState(null, '', `#${routeOf(name, chosen())}`)
  }
  const clear = (): void => {
    choose(controls, {})
    changed()
  }
  form.append(make('button', { type: 'button', on: { click: clear } }, 'clear'))
  listen(form, changed)
  draw()
  return {
    open: (values) => {
      choose(controls, values)
      draw()
    },
  }
}

function placesOf(name: string): Places | null {
  const [form, target, counter, pager] = ['form', 'list', 'count', 'pager'].map((part) => byId(`${name}-${part}`))
  if (!(form instanceof HTMLFormElement) || !target || !counter || !pager) return null
  form.hidden = false
  const table = byId(`${name}-table`)
  if (table !== null) table.hidden = false
  return { form, target, counter, pager }
}

/**
 * Adds a control for each filter that has something to choose. The one of claims is there even for a single claim,
 * because links lead to it.
 */
function addControls<Row>(form: HTMLFormElement, list: string, filters: readonly Filter<Row>[]): Map<string, Control> {
  const controls = new Map<string, Control>()
  for (const { key, label, values } of filters) {
    if (values !== undefined && values.length < 2 && key !== 'claim') continue
    const id = `${list}-${key}`
    const control =
      values === undefined
        ? make('input', { id, type: 'search', autocomplete: 'off', spellcheck: 'false' })
        : make('select', { id }, make('option', { value: '' }, 'all'), ...values.map(option))
    controls.set(key, control)
    form.append(make('div', {}, make('label', { for: id }, label), control))
  }
  return controls
}

/** Sets the controls. A value that a control does not offer is added to it, so that an address is never ignored. */
function choose(controls: ReadonlyMap<string, Control>, chosen: Chosen): void {
  for (const [key, control] of controls) {
    const value = chosen[key] ?? ''
    if (control instanceof HTMLSelectElement && !Array.from(control.options).some((one) => one.value === value))
      control.append(option([value, value]))
    control.value = value
  }
}

function option([value, text]: Choice): HTMLOptionElement {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text
  return make('option', { value }, text === '' ? '(none)' : spelledText(short))
}

function listen(form: HTMLFormElement, changed: () => void): void {
  let timer = 0
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('change', changed)
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    clearTimeout(timer)
    timer = setTimeout(changed, PAUSE_MS)
  })
}

function pagerButtons(at: number, pages: number, turn: (to: number) => void): readonly HTMLElement[] {
  if (pages < 2) return []
  const go = (to: number, text: string): HTMLElement =>
    make(
      'button',
      { type: 'button', disabled: to < 0 || to >= pages || to === at, on: { click: () => turn(to) } },
      text,
    )
  return [go(0, 'first'), go(at - 1, 'previous'), go(at + 1, 'next'), go(pages - 1, 'last')]
}
