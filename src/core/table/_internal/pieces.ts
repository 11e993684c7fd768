import type { Identity } from '../../types/index.ts'
import { ANSWER, ANSWERER, type Columns, COLUMNS, RAW, REST, SUBJECT, SUBJECT_PARTS, VARIANT } from './columns.ts'

/**
 * Some observations of a table, to be sent to another process: each text once, and of each observation numbers alone. It is
 * JSON, of about a tenth of the length that the observations have as JSON.
 */
export interface ObservationPiece {
  readonly texts: readonly string[]
  /** Task, example, group and gold of each subject, as numbers of texts. */
  readonly subjects: readonly number[]
  readonly answerers: readonly { readonly release: string; readonly who: Identity }[]
  /** The columns of each observation, as numbers of subjects, answerers and texts. */
  readonly rows: readonly number[]
  /** `null`: no number. */
  readonly scores: readonly (number | null)[]
  /** Left out where no observation has a cost. */
  readonly costs?: readonly (number | null)[]
  /** The bytes of the keys as base64. */
  readonly keys: string
}

/** The bounds of a piece. */
export interface PieceBounds {
  /** The most observations. */
  readonly most: number
  /** The most characters of texts; an observation that has more of them alone goes alone. */
  readonly mostText: number
}

/** The columns that hold a text's number, and the number of the first text there. */
const TEXTS: readonly (readonly [column: number, first: number])[] = [
  [VARIANT, 0],
  [ANSWER, 1],
  [RAW, 1],
  [REST, 1],
]

/** Copies the observations from a place on, at least one. */
export function takePiece(columns: Columns, from: number, { most, mostText }: PieceBounds): ObservationPiece {
  const { ints, subjects, texts } = columns
  const ownTexts = numbered((number: number) => texts.get(number))
  const ownSubjects = numbered((number: number) =>
    Array.from({ length: SUBJECT_PARTS }, (_, part) => textNumber(subjects.get(number, part))),
  )
  const answerers = numbered((number: number) => columns.answerers[number]!)
  const rows: number[] = []
  let length = 0
  function textNumber(number: number): number {
    const known = ownTexts.all.length
    const own = ownTexts.of(number)
    if (own === known) length += ownTexts.all[own]!.length
    return own
  }
  const scores: (number | null)[] = []
  const costs: (number | null)[] = []
  let to = from
  do {
    const start = rows.length
    for (let column = 0; column < COLUMNS; column++) rows.push(ints.get(to, column))
    rows[start + SUBJECT] = ownSubjects.of(rows[start + SUBJECT]!)
    rows[start + ANSWERER] = answerers.of(rows[start + ANSWERER]!)
    for (const [column, first] of TEXTS) {
      const number = rows[start + column]!
      if (number >= first) rows[start + column] = first + textNumber(number - first)
    }
    scores.push(orNull(columns.score(to)))
    costs.push(orNull(columns.cost(to)))
    to++
  } while (to < columns.length && scores.length < most && length < mostText)
  return {
    texts: ownTexts.all,
    subjects: ownSubjects.all.flat(),
    answerers: answerers.all,
    rows,
    scores,
    ...(costs.some((cost) => cost !== null) && { costs }),
    keys: columns.keyBytes(from, to).toString('base64'),
  }
}

/** Adds the observations of a piece. */
export function addPiece(columns: Columns, piece: ObservationPiece): void {
  const { ints } = columns
  const texts = piece.texts.map((text) => columns.texts.put(text))
  const answerers = piece.answerers.map((answerer) => columns.answererNumber(answerer))
  const subjects: number[] = []
  for (let at = 0; at < piece.subjects.length; at += SUBJECT_PARTS)
    subjects.push(columns.addSubject(piece.subjects.slice(at, at + SUBJECT_PARTS).map((text) => texts[text]!)))
  const keys = Buffer.from(piece.keys, 'base64')
  for (const [at, score] of piece.scores.entries()) {
    const place = ints.add()
    const start = at * COLUMNS
    for (let column = 0; column < COLUMNS; column++) ints.set(place, column, piece.rows[start + column]!)
    ints.set(place, SUBJECT, subjects[piece.rows[start + SUBJECT]!]!)
    ints.set(place, ANSWERER, answerers[piece.rows[start + ANSWERER]!]!)
    for (const [column, first] of TEXTS) {
      const number = piece.rows[start + column]!
      if (number >= first) ints.set(place, column, first + texts[number - first]!)
    }
    columns.addFigures(place, score ?? Number.NaN, piece.costs?.[at] ?? undefined)
    columns.addKeyBytes(place, keys, at)
    columns.length = place + 1
  }
}

/** Numbers what it is asked for in the order in which it comes first, from 0. */
function numbered<T>(make: (number: number) => T): { readonly all: T[]; readonly of: (number: number) => number } {
  const numbers = new Map<number, number>()
  const all: T[] = []
  return {
    all,
    of(number) {
      const known = numbers.get(number)
      if (known !== undefined) return known
      const own = all.push(make(number)) - 1
      numbers.set(number, own)
      return own
    },
  }
}

function orNull(figure: number): number | null {
  return Number.isFinite(figure) ? figure : null
}
