import type { PageColumn, PageReader } from './data.ts'
import { named, type Filter } from './filters.ts'
import { SEARCHED } from './flips.ts'
import { grouped, spelledText } from './text.ts'

/** The most slices to choose from. */
const MOST_SLICES = 300

/** Returns the filters of the list of observations, whose rows are the places of cells. */
export function cellFilters(page: PageReader): readonly Filter<number>[] {
  const { data } = page
  const among = (key: string, column: PageColumn, list: readonly string[]): Filter<number> => ({
    key,
    label: key,
    values: named(list),
    test: (value) => {
      const place = list.indexOf(value)
      return (cell) => page.number(column, cell) === place
    },
  })
  return [
    { key: 'text', label: 'search', test: (value) => searchTest(page, value.toLowerCase()) },
    {
      key: 'claim',
      label: 'claim',
      values: data.claims.map(({ title }, at) => [String(at + 1), title]),
      test: (value) => {
        const members = new Set(data.claims[Number(value) - 1]?.cells)
        return (cell) => members.has(cell)
      },
    },
    among('release', 'release', data.releases),
    among('task', 'task', data.tasks),
    {
      key: 'seen',
      label: 'instructions',
      values: named(['seen', 'unseen']),
      test: (value) => (cell) => page.variant(cell).seen === value,
    },
    {
      key: 'family',
      label: 'family',
      values: named(new Set(data.variants.map(({ family }) => family))),
      test: (value) => (cell) => page.variant(cell).family === value,
    },
    {
      key: 'variant',
      label: 'instruction',
      values: named(new Set(data.variants.map(({ id }) => id))),
      test: (value) => (cell) => page.variant(cell).id === value,
    },
    { key: 'slice', label: 'slice', values: named(slicesOf(page)), test: (value) => sliceTest(page, value) },
    among('outcome', 'outcome', data.outcomes),
    {
      key: 'trial',
      label: 'repeat',
      values: named(new Set(Array.from({ length: page.size }, (_, cell) => String(page.number('trial', cell))))),
      test: (value) => (cell) => page.number('trial', cell) === Number(value),
    },
    {
      key: 'right',
      label: 'score',
      values: named(['right', 'wrong']),
      test: (value) => (cell) => (page.number('score', cell) === 1) === (value === 'right'),
    },
  ]
}

/** Says how many of the cells each release answered, in brackets with a blank before them; nothing for one release. */
export function byRelease(page: PageReader, cells: readonly number[]): string {
  const counts = new Map<string, number>()
  for (const cell of cells) counts.set(page.release(cell), (counts.get(page.release(cell)) ?? 0) + 1)
  if (counts.size < 2) return ''
  return ` (${[...counts].map(([name, n]) => `${grouped(n)} of ${spelledText(name)}`).join(', ')})`
}

function searchTest(page: PageReader, low: string): (cell: number) => boolean {
  return (cell) =>
    page.key(cell).toLowerCase().includes(low) ||
    (page.answer(cell) ?? '').toLowerCase().includes(low) ||
    (page.raw(cell) ?? '').slice(0, SEARCHED).toLowerCase().includes(low)
}

function slicesOf({ data }: PageReader): readonly string[] {
  const all = data.examples.flatMap(({ slices }) =>
    Object.entries(slices ?? {}).map(([name, value]) => `${name}:${value}`),
  )
  return [...new Set(all)].toSorted().slice(0, MOST_SLICES)
}

/** Makes the test of a slice `name:value`. An example without the slice has the value `(none)`. */
function sliceTest(page: PageReader, given: string): (cell: number) => boolean {
  const at = given.indexOf(':')
  const [name, wanted] = [given.slice(0, at), given.slice(at + 1)]
  const fits = page.data.examples.map(({ slices }) => (slices?.[name] ?? '(none)') === wanted)
  return (cell) => fits[page.number('example', cell)] === true
}
