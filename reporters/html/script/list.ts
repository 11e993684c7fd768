/** A list with filters and pages, whose filters stand in the address. */
export const list = String.raw`
function options(values) {
  return values.map(([value, text]) => make('option', { value }, text === '' ? '(none)' : plain(text.length > 80 ? text.slice(0, 79) + '…' : text)))
}

/* Counted, the most frequent first, the rarest beyond most left out. */
function frequent(values, most = 80) {
  const counts = new Map()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, most).map(([value, n]) => [value, value + ' (' + n.toLocaleString('en') + ')'])
}

function browse({ name, filters, rows, show, size, status }) {
  const form = byId(name + '-form')
  const target = byId(name + '-list')
  if (form === null || target === null) return null
  const controls = new Map()
  for (const { key, label, values } of filters) {
    if (values && values.length < 2 && key !== 'claim') continue
    const id = name + '-' + key
    const control = values
      ? make('select', { id }, make('option', { value: '' }, 'all'), ...options(values))
      : make('input', { id, type: 'search', autocomplete: 'off', spellcheck: 'false' })
    controls.set(key, control)
    form.append(make('div', {}, make('label', { for: id }, label), control))
  }
  form.append(make('button', { type: 'button', on: { click: () => { set({}); changed() } } }, 'clear'))
  form.hidden = false
  form.addEventListener('submit', (event) => event.preventDefault())
  const table = byId(name + '-table')
  if (table !== null) table.hidden = false
  let page = 0
  let found = []
  let timer = 0
  const state = () => Object.fromEntries([...controls].map(([key, control]) => [key, control.value]).filter(([, value]) => value !== ''))
  function set(values) {
    for (const [key, control] of controls) {
      const value = values[key] ?? ''
      if (control.tagName === 'SELECT' && ![...control.options].some((option) => option.value === value))
        control.append(...options([[value, value]]))
      control.value = value
    }
  }
  function draw() {
    const wanted = state()
    const tests = filters.filter(({ key }) => wanted[key] !== undefined).map(({ key, test }) => test(wanted[key]))
    found = rows.filter((row) => tests.every((fits) => fits(row)))
    page = 0
    paint()
  }
  function paint() {
    const pages = Math.max(1, Math.ceil(found.length / size))
    target.replaceChildren(...found.slice(page * size, (page + 1) * size).flatMap(show))
    byId(name + '-count').textContent = status(found) + (pages > 1 ? ', page ' + (page + 1).toLocaleString('en') + ' of ' + pages.toLocaleString('en') : '')
    const go = (to, text) => make('button', { type: 'button', disabled: to < 0 || to >= pages || to === page, on: { click: () => {
      page = to
      paint()
      byId(name + '-count').scrollIntoView({ block: 'start' })
      byId(name + '-count').setAttribute('tabindex', '-1')
      byId(name + '-count').focus({ preventScroll: true })
    } } }, text)
    byId(name + '-pager').replaceChildren(...(pages > 1 ? [go(0, 'first'), go(page - 1, 'previous'), go(page + 1, 'next'), go(pages - 1, 'last')] : []))
  }
  function changed() {
    draw()
    const pairs = Object.entries(state()).map(([key, value]) => key + '=' + encodeURIComponent(value))
    history.replaceState(null, '', '#' + name + (pairs.length === 0 ? '' : ':' + pairs.join('&')))
  }
  form.addEventListener('change', changed)
  form.addEventListener('input', (event) => {
    if (event.target.type !== 'search') return
    clearTimeout(timer)
    timer = setTimeout(changed, 150)
  })
  draw()
  return { open(values) { set(values); draw() } }
}
`
