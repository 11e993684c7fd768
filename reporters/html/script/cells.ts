/** The list of observations: what the links of figures lead to. */
export const cells = String.raw`
const members = new Map()
function membersOf(claim) {
  if (!members.has(claim)) members.set(claim, new Set(data.claims[claim]?.cells ?? []))
  return members.get(claim)
}

function sliceTest(value) {
  const at = value.indexOf(':')
  const [name, wanted] = [value.slice(0, at), value.slice(at + 1)]
  const fits = data.examples.map(({ slices }) => (slices?.[name] ?? '(none)') === wanted)
  return (cell) => fits[column.example[cell]]
}

function showCell(cell) {
  const id = 'cell-' + cell
  const row = make('tr', {})
  const open = make('button', { type: 'button', class: 'open', 'aria-expanded': 'false', on: { click: () => {
    const next = row.nextElementSibling
    if (next !== null && next.id === id) { next.remove(); open.setAttribute('aria-expanded', 'false'); return }
    const raw = rawOf(cell)
    row.after(make('tr', { id }, make('td', { colspan: '5' }, side(cell, 'observation', variantOf(cell).text === undefined ? null : long(variantOf(cell).text), raw === null ? null : long(raw)))))
    open.setAttribute('aria-expanded', 'true')
  } } }, own(keyOf(cell)))
  const score = column.score[cell]
  row.append(make('th', { scope: 'row' }, open),
    make('td', {}, outcomeOf(cell)),
    make('td', { class: 'text' }, own((answerOf(cell) ?? '–').slice(0, 120))),
    make('td', { class: 'text' }, own(exampleOf(cell).gold.slice(0, 120))),
    make('td', { class: 'num' }, make('span', { class: 'badge ' + (score === 1 ? 'pass' : 'fail') }, (score === 1 ? '✓ ' : '✕ ') + score)))
  return row
}

function byRelease(found) {
  const counts = new Map()
  for (const cell of found) counts.set(column.release[cell], (counts.get(column.release[cell]) ?? 0) + 1)
  if (counts.size < 2) return ''
  return ' (' + [...counts].map(([place, n]) => n.toLocaleString('en') + ' of ' + plain(data.releases[place])).join(', ') + ')'
}

const named = (list) => list.map((text) => [text, text])
const pick = (name, list) => (value) => { const place = list.indexOf(value); return (cell) => column[name][cell] === place }
lists.cells = data === null ? null : browse({
  name: 'cells',
  rows: Array.from({ length: size }, (_, cell) => cell),
  size: 50,
  show: showCell,
  status: (found) => count(found.length, 'observation') + ' of ' + size.toLocaleString('en') + byRelease(found),
  filters: [
    { key: 'text', label: 'search', test: (value) => { const low = value.toLowerCase(); return (cell) => keyOf(cell).toLowerCase().includes(low) || (answerOf(cell) ?? '').toLowerCase().includes(low) || (rawOf(cell) ?? '').slice(0, 20000).toLowerCase().includes(low) } },
    { key: 'claim', label: 'claim', values: data.claims.map(({ title }, at) => [String(at + 1), title]), test: (value) => { const own = membersOf(value - 1); return (cell) => own.has(cell) } },
    { key: 'release', label: 'release', values: named(data.releases), test: pick('release', data.releases) },
    { key: 'task', label: 'task', values: named(data.tasks), test: pick('task', data.tasks) },
    { key: 'seen', label: 'instructions', values: named(['seen', 'unseen']), test: (value) => (cell) => variantOf(cell).seen === value },
    { key: 'family', label: 'family', values: named([...new Set(data.variants.map(({ family }) => family))]), test: (value) => (cell) => variantOf(cell).family === value },
    { key: 'variant', label: 'instruction', values: [...new Set(data.variants.map(({ id }) => id))].map((id) => [id, id]), test: (value) => (cell) => variantOf(cell).id === value },
    { key: 'slice', label: 'slice', values: [...new Set(data.examples.flatMap(({ slices }) => Object.entries(slices ?? {}).map(([name, value]) => name + ':' + value)))].sort().slice(0, 300).map((text) => [text, text]), test: sliceTest },
    { key: 'outcome', label: 'outcome', values: named(data.outcomes), test: pick('outcome', data.outcomes) },
    { key: 'trial', label: 'repeat', values: [...new Set(column.trial)].map((trial) => [String(trial), String(trial)]), test: (value) => (cell) => column.trial[cell] === Number(value) },
    { key: 'right', label: 'score', values: [['right', 'right'], ['wrong', 'wrong']], test: (value) => (cell) => (column.score[cell] === 1) === (value === 'right') },
  ],
})
`
