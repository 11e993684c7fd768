/** The browser of flipped examples: both sides, what changed, filters. */
export const flips = String.raw`
const column = Object.fromEntries((data?.columns ?? []).map((name, at) => [name, data.cells[at]]))
const size = data === null ? 0 : column.release.length
const variantOf = (cell) => data.variants[column.variant[cell]]
const exampleOf = (cell) => data.examples[column.example[cell]]
const textAt = (list, place) => (place < 0 ? null : list[place])
const answerOf = (cell) => textAt(data.answers, column.answer[cell])
const rawOf = (cell) => textAt(data.raws, column.raw[cell])
const outcomeOf = (cell) => data.outcomes[column.outcome[cell]]
const keyOf = (cell) => [data.releases[column.release[cell]], data.tasks[column.task[cell]], exampleOf(cell).id, variantOf(cell).id, column.trial[cell]].join('/')
const showOf = (cell) => 'npx vitest-robustness show ' + word(keyOf(cell))
const scoreAlone = (cell) => column.answer[cell] < 0 && outcomeOf(cell) === 'answered'
const answered = (cell) => answerOf(cell) ?? (scoreAlone(cell) ? 'score ' + column.score[cell] : 'no answer (' + outcomeOf(cell) + ')')
const claimName = (at) => data.claims[at].title

function changeOf({ before, after }) {
  if (column.answer[after] < 0 && !scoreAlone(after)) return 'no answer'
  const right = (cell) => (column.score[cell] === 1 ? 'right' : 'wrong')
  return before < 0 ? right(after) : right(before) + ' → ' + (right(before) === right(after) ? 'otherwise ' : '') + right(after)
}

const allFlips = (data?.claims ?? []).flatMap(({ flips: own }, claim) => own.map(([before, after, was, is]) => ({ claim, before, after, was, is })))

let texts = null
function textOf(flip) {
  texts ??= new Map()
  let text = texts.get(flip)
  if (text === undefined) {
    const { id, gold, input } = exampleOf(flip.after)
    const sides = [flip.before, flip.after].filter((cell) => cell >= 0).flatMap((cell) => [variantOf(cell).id, answered(cell), (rawOf(cell) ?? '').slice(0, 20000)])
    text = [id, gold, ...Object.values(input ?? {}), ...sides].join('\n').toLowerCase()
    texts.set(flip, text)
  }
  return text
}

function side(cell, role, template, raw) {
  if (cell < 0) return null
  const { id, family, seen, perturbation } = variantOf(cell)
  const right = column.score[cell] === 1
  const reason = textAt(data.reasons, column.reason[cell])
  return make('div', { class: 'side' },
    make('p', { class: 'role' }, own(role), ' ', make('span', { class: 'muted' }, own(data.releases[column.release[cell]]), ' · ', own(id), ...[family, seen, perturbation].flatMap((part) => (part === '' ? [] : [' · ', own(part)])))),
    template === null ? null : make('pre', { class: 'template', tabindex: '0', 'aria-label': 'instruction' }, template),
    make('p', { class: 'answer' }, make('span', { class: 'badge ' + (right ? 'pass' : 'fail') }, right ? '✓ right' : '✕ wrong'), ' ', long(answered(cell))),
    raw === null ? null : make('details', { class: 'raw', open: column.answer[cell] < 0 }, make('summary', {}, 'raw text'), make('pre', { tabindex: '0', 'aria-label': 'raw text' }, raw)),
    reason === null ? null : make('p', { class: 'muted' }, long(reason)),
    command(showOf(cell)))
}

function gold(text) {
  return make('div', { class: 'side' }, make('p', { class: 'role' }, 'gold answer'), make('p', { class: 'answer' }, long(text)))
}

function showFlip(flip) {
  const { id, gold: right, input, options: choices } = exampleOf(flip.after)
  const template = (cell) => (cell < 0 ? null : variantOf(cell).text ?? null)
  const [left, now] = pair(template(flip.before), template(flip.after))
  const raws = pair(flip.before < 0 ? null : rawOf(flip.before), rawOf(flip.after))
  const fields = Object.entries(input ?? {}).map(([name, text]) => make('div', {}, make('dt', {}, own(name)), make('dd', {}, long(text))))
  if (choices) fields.push(make('div', {}, make('dt', {}, 'options'), make('dd', {}, make('ol', { type: 'A' }, ...choices.map((text) => make('li', {}, long(text)))))))
  return make('li', { class: 'flip' }, make('article', { 'aria-label': plain('example ' + id) },
    make('p', { class: 'head' }, make('code', {}, own(id)), ' ', make('span', { class: 'change' }, changeOf(flip)), ' ', make('span', { class: 'muted' }, 'gold ', own(right.slice(0, 200)), ' · ', make('a', { href: '#claim-' + (flip.claim + 1) }, own(claimName(flip.claim))))),
    fields.length === 0 ? null : make('dl', { class: 'input' }, ...fields),
    make('div', { class: 'sides' }, flip.before < 0 ? gold(right) : side(flip.before, flip.was, left, raws[0]), side(flip.after, flip.is, now, raws[1]))))
}

const lists = {}
lists.flips = data === null ? null : browse({
  name: 'flips',
  rows: allFlips,
  size: 10,
  show: showFlip,
  status: (found) => count(found.length, 'flipped cell') + ' of ' + allFlips.length.toLocaleString('en'),
  filters: [
    { key: 'text', label: 'search', test: (value) => { const low = value.toLowerCase(); return (flip) => textOf(flip).includes(low) } },
    { key: 'claim', label: 'claim', values: [...new Set(allFlips.map(({ claim }) => claim))].map((at) => [String(at + 1), claimName(at)]), test: (value) => ({ claim }) => claim + 1 === Number(value) },
    { key: 'change', label: 'change', values: frequent(allFlips.map(changeOf)), test: (value) => (flip) => changeOf(flip) === value },
    { key: 'family', label: 'family', values: frequent(allFlips.map(({ after }) => variantOf(after).family)), test: (value) => ({ after }) => variantOf(after).family === value },
    { key: 'perturbation', label: 'perturbation', values: frequent(allFlips.map(({ after }) => variantOf(after).perturbation)), test: (value) => ({ after }) => variantOf(after).perturbation === value },
    { key: 'label', label: 'label', values: frequent(allFlips.map(({ after }) => exampleOf(after).gold)), test: (value) => ({ after }) => exampleOf(after).gold === value },
    { key: 'outcome', label: 'outcome', values: frequent(allFlips.map(({ after }) => outcomeOf(after))), test: (value) => ({ after }) => outcomeOf(after) === value },
  ],
})
`
