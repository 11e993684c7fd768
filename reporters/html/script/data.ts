/** The data that the page carries for its script: made by `pageData`, read by `readPage`. */
export interface PageData {
  readonly releases: readonly string[]
  readonly tasks: readonly string[]
  readonly outcomes: readonly string[]
  readonly answers: readonly string[]
  readonly raws: readonly string[]
  readonly reasons: readonly string[]
  readonly examples: readonly PageExample[]
  readonly variants: readonly PageVariant[]
  /** The names of the columns of `cells`. */
  readonly columns: readonly PageColumn[]
  /** One list of numbers for each column: places in the lists above (−1 for nothing), a repeat, a score. */
  readonly cells: readonly (readonly number[])[]
  /** Fields of observations that have a line of their own rather than a place in the layout. */
  readonly lines: readonly PageLine[]
  readonly claims: readonly PageClaim[]
}

/** A field of all observations as text: a place in `texts` for each cell, −1 where it has none. */
export interface PageLine {
  readonly name: string
  readonly texts: readonly string[]
  readonly places: readonly number[]
}

/** A column of the observations that the page carries. */
export type PageColumn = (typeof PAGE_COLUMNS)[number]

/** The columns in the order in which they stand in the page. */
export const PAGE_COLUMNS = [
  'release',
  'task',
  'example',
  'variant',
  'trial',
  'outcome',
  'score',
  'answer',
  'raw',
  'reason',
] as const

/** An example; its texts are there only where a claim's failure rests on it. */
export interface PageExample {
  readonly id: string
  readonly gold: string
  readonly slices?: Readonly<Record<string, string>> | undefined
  readonly input?: Readonly<Record<string, string>> | undefined
  readonly options?: readonly string[] | undefined
}

/** One way to ask; empty texts where nothing is known. */
export interface PageVariant {
  readonly id: string
  readonly family: string
  readonly perturbation: string
  readonly seen: 'seen' | 'unseen' | ''
  readonly text?: string | undefined
}

/** A claim with the cells behind it; cells are known by their place. */
export interface PageClaim {
  readonly title: string
  readonly verdict: string
  readonly cells: readonly number[]
  /** The cells before (−1 where the other is compared with the gold answer) and after, and the roles of both. */
  readonly flips: readonly (readonly [before: number, after: number, was: string, is: string])[]
}

/** Gives the page's data by cell without copying, because a page may hold a hundred thousand cells. */
export interface PageReader {
  readonly data: PageData
  /** The number of cells. */
  readonly size: number
  /** Gives the number in a column: a place in the list of that name, or the figure itself. */
  readonly number: (column: PageColumn, cell: number) => number
  readonly release: (cell: number) => string
  readonly outcome: (cell: number) => string
  readonly example: (cell: number) => PageExample
  readonly variant: (cell: number) => PageVariant
  readonly answer: (cell: number) => string | null
  readonly raw: (cell: number) => string | null
  readonly reason: (cell: number) => string | null
  /** Gives the fields of a cell that have a line of their own. */
  readonly lines: (cell: number) => readonly { readonly name: string; readonly text: string }[]
  /** Gives the cell's name, as `vitest-robustness show` takes it. */
  readonly key: (cell: number) => string
  /** Gives the answer, or words that say that there was none. */
  readonly answered: (cell: number) => string
  /** True if the cell has a score and no answer, as cells of a log of scores have. */
  readonly isScoreAlone: (cell: number) => boolean
}

/** Reads the data of a page. Throws `RangeError` for a cell that it does not hold. */
export function readPage(data: PageData): PageReader {
  const columns = new Map(data.columns.map((name, at) => [name, data.cells[at] ?? []]))
  const number = (column: PageColumn, cell: number): number => itemAt(columns.get(column) ?? [], cell)
  const textOf = (list: readonly string[], column: PageColumn) => (cell: number) => itemAt(list, number(column, cell))
  const textOrNull = (list: readonly string[], column: PageColumn) => (cell: number) => {
    const place = number(column, cell)
    return place < 0 ? null : itemAt(list, place)
  }
  const release = textOf(data.releases, 'release')
  const task = textOf(data.tasks, 'task')
  const outcome = textOf(data.outcomes, 'outcome')
  const answer = textOrNull(data.answers, 'answer')
  const example = (cell: number): PageExample => itemAt(data.examples, number('example', cell))
  const variant = (cell: number): PageVariant => itemAt(data.variants, number('variant', cell))
  const isScoreAlone = (cell: number): boolean => number('answer', cell) < 0 && outcome(cell) === 'answered'
  return {
    data,
    size: columns.get('release')?.length ?? 0,
    number,
    release,
    outcome,
    example,
    variant,
    answer,
    raw: textOrNull(data.raws, 'raw'),
    reason: textOrNull(data.reasons, 'reason'),
    lines: (cell) =>
      data.lines.flatMap(({ name, texts, places }) => {
        const place = itemAt(places, cell)
        return place < 0 ? [] : [{ name, text: itemAt(texts, place) }]
      }),
    key: (cell) => [release(cell), task(cell), example(cell).id, variant(cell).id, number('trial', cell)].join('/'),
    answered: (cell) =>
      answer(cell) ?? (isScoreAlone(cell) ? `score ${number('score', cell)}` : `no answer (${outcome(cell)})`),
    isScoreAlone,
  }
}

function itemAt<Item>(list: readonly Item[], place: number): Item {
  const item = list[place]
  if (item === undefined) throw new RangeError(`the page holds nothing at ${place}`)
  return item
}
