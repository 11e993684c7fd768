import type { PageReader } from './data.ts'
import { frequent, type Filter } from './filters.ts'

/** The number of characters of a raw text that a search looks at. With more, a page of many cells would be slow. */
export const SEARCHED = 20_000

/** A cell on which a claim failed, and the cell that it is compared with. */
export interface PageFlip {
  /** The claim's place in the run. */
  readonly claim: number
  /** The cell before the change; −1 where `after` is compared with the gold answer. */
  readonly before: number
  readonly after: number
  /** The roles of both. */
  readonly was: string
  readonly is: string
}

/** Lists all flips that the page shows, in the order of their claims. */
export function flipsOf({ data }: PageReader): readonly PageFlip[] {
  return data.claims.flatMap(({ flips }, claim) =>
    flips.map(([before, after, was, is]) => ({ claim, before, after, was, is })),
  )
}

/** Says how the cell changed: `right → wrong`, `wrong → otherwise wrong`, `no answer`. */
export function changeOf(page: PageReader, { before, after }: PageFlip): string {
  if (page.number('answer', after) < 0 && !page.isScoreAlone(after)) return 'no answer'
  const [is, was] = [rightness(page, after), before < 0 ? null : rightness(page, before)]
  return was === null ? is : `${was} → ${was === is ? 'otherwise ' : ''}${is}`
}

/** Returns the filters of the list of flips. */
export function flipFilters(page: PageReader, flips: readonly PageFlip[]): readonly Filter<PageFlip>[] {
  const textOf = remembered((flip: PageFlip) => searchedText(page, flip))
  const counted = (
    key: string,
    read: (flip: PageFlip) => string,
  ): Pick<Filter<PageFlip>, 'key' | 'label' | 'values' | 'test'> => ({
    key,
    label: key,
    values: frequent(flips.map(read)),
    test: (value) => (flip) => read(flip) === value,
  })
  const claims = [...new Set(flips.map(({ claim }) => claim))]
  return [
    {
      key: 'text',
      label: 'search',
      test: (value) => {
        const low = value.toLowerCase()
        return (flip) => textOf(flip).includes(low)
      },
    },
    {
      key: 'claim',
      label: 'claim',
      values: claims.map((claim) => [String(claim + 1), page.data.claims[claim]?.title ?? '']),
      test:
        (value) =>
        ({ claim }) =>
          claim + 1 === Number(value),
    },
    counted('change', (flip) => changeOf(page, flip)),
    counted('family', ({ after }) => page.variant(after).family),
    counted('perturbation', ({ after }) => page.variant(after).perturbation),
    counted('label', ({ after }) => page.example(after).gold),
    counted('outcome', ({ after }) => page.outcome(after)),
  ]
}

function rightness(page: PageReader, cell: number): string {
  return page.number('score', cell) === 1 ? 'right' : 'wrong'
}

/** Returns the text in which a search of flips looks, in lower case. */
function searchedText(page: PageReader, { before, after }: PageFlip): string {
  const { id, gold, input = {} } = page.example(after)
  const sides = [before, after].flatMap((cell) =>
    cell < 0 ? [] : [page.variant(cell).id, page.answered(cell), (page.raw(cell) ?? '').slice(0, SEARCHED)],
  )
  return [id, gold, ...Object.values(input), ...sides].join('\n').toLowerCase()
}

function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}
