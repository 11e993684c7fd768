import { OUTCOMES, type Identity, type Observation, type ObservationList } from '../types/index.ts'
import {
  ANSWER,
  Columns,
  EXAMPLE,
  GOLD,
  GROUP,
  INPUT,
  OUTCOME,
  OUTPUT,
  RAW,
  REST_FIELDS,
  TASK,
  TRIAL,
  VARIANT,
  type FieldInColumns,
} from './_internal/columns.ts'
import { numberHeld } from './_internal/heldNumbers.ts'
import { addPiece, type ObservationPiece, type PieceBounds, takePiece } from './_internal/pieces.ts'
import { fillNumbers, type NumberingList } from './numberedField.ts'
import { textPool, type TextPool } from './textPool.ts'

/**
 * Observations in about a hundred bytes each, whatever their texts hold in common. What it gives back says the same as what was
 * added, but by getters, so that a spread or `Object.assign` takes nothing along; `JSON.stringify` gives plain data.
 */
export interface ObservationTable extends NumberingList {
  /** Adds an observation and returns its place. */
  readonly add: (observation: Observation) => number
  /** Gives the observation at a place. It is made when asked for, and equal to none that was made before. */
  at: (place: number) => Observation
  /** Copies the observations from a place on, as many as the bounds allow, for `addPiece` of a table in another process. */
  readonly piece: (from: number, bounds: PieceBounds) => ObservationPiece
  readonly addPiece: (piece: ObservationPiece) => void
}

/** Makes an empty table. Tables that share a pool hold each of its texts once. */
export function observationTable(texts: TextPool = textPool()): ObservationTable {
  const columns = new Columns(texts)
  return {
    get length() {
      return columns.length
    },
    add: (observation) => columns.add(observation),
    at: (place) => rowOf(columns, place),
    piece: (from, bounds) => takePiece(columns, from, bounds),
    addPiece: (piece) => addPiece(columns, piece),
    fillNumbers(name, numbers, put) {
      const at = (place: number) => rowOf(columns, place)
      if (numberHeld(columns, name, numbers, (place) => put(at(place)[name]))) return
      fillNumbers({ at }, name, numbers, put)
    },
    *[Symbol.iterator]() {
      for (let place = 0; place < columns.length; place++) yield rowOf(columns, place)
    },
  }
}

/** Copies observations of any list from a place on, as a table copies its own. */
export function pieceOf(list: ObservationList, from: number, bounds: PieceBounds): ObservationPiece {
  if (isTable(list)) return list.piece(from, bounds)
  const table = observationTable()
  for (let place = from; place < list.length && table.length < bounds.most; place++) table.add(list.at(place)!)
  return table.piece(0, bounds)
}

function isTable(list: ObservationList): list is ObservationTable {
  return 'piece' in list
}

/** Makes a function that puts observations into a table of its own, and gives each back from there. */
export function keptInTable(): (observation: Observation) => Observation {
  const table = observationTable()
  return (observation) => table.at(table.add(observation))
}

/**
 * Writes an observation of a table as canonical JSON, straight from where the table keeps it. Returns `null` for one that is
 * in no table, that has fields which few have, or that may break the schema of observations: these must be checked.
 */
export function lineInTable(one: Observation): string | null {
  return Row.lineOf(one)
}

/** Returns the place of an observation that a table gave; `null` for one that is in no table. */
export function placeInTable(one: Observation): number | null {
  return Row.placeOf(one)
}

function rowOf(columns: Columns, place: number): Observation {
  // A getter of a field that an observation lacks gives `undefined`, which the type says only of a missing field.
  return new Row(columns, place) as unknown as Observation
}

/** One observation of a table: a getter for each field that there is. */
class Row implements Record<FieldInColumns, unknown> {
  static {
    for (const name of REST_FIELDS)
      Object.defineProperty(Row.prototype, name, {
        get(this: Row) {
          return this.#columns.rest(this.#place)[name]
        },
      })
  }

  readonly #columns: Columns
  readonly #place: number

  static lineOf(one: object): string | null {
    return #columns in one ? one.#columns.line(one.#place) : null
  }

  static placeOf(one: object): number | null {
    return #columns in one ? one.#place : null
  }

  constructor(columns: Columns, place: number) {
    this.#columns = columns
    this.#place = place
  }

  get task(): string {
    return this.#columns.subject(this.#place, TASK)
  }

  get release(): string {
    return this.#columns.answerer(this.#place).release
  }

  get example(): string {
    return this.#columns.subject(this.#place, EXAMPLE)
  }

  get group(): string {
    return this.#columns.subject(this.#place, GROUP)
  }

  get variant(): string {
    return this.#columns.texts.get(this.#columns.ints.get(this.#place, VARIANT))
  }

  get trial(): number {
    return this.#columns.rest(this.#place).trial ?? this.#columns.ints.get(this.#place, TRIAL)
  }

  get key(): string {
    return this.#columns.rest(this.#place).key ?? this.#columns.key(this.#place)
  }

  get raw(): string | null {
    const same = this.#columns.ints.get(this.#place, RAW) === -1
    return this.#columns.text(this.#place, same ? ANSWER : RAW)
  }

  get answer(): string | null {
    return this.#columns.text(this.#place, ANSWER)
  }

  get outcome(): Observation['outcome'] {
    return OUTCOMES[this.#columns.ints.get(this.#place, OUTCOME)]!
  }

  get score(): number {
    return this.#columns.score(this.#place)
  }

  get gold(): string {
    return this.#columns.subject(this.#place, GOLD)
  }

  get who(): Identity {
    return this.#columns.answerer(this.#place).who
  }

  get tokens(): Observation['tokens'] {
    const { tokens } = this.#columns.rest(this.#place)
    return (
      tokens ?? { input: this.#columns.count(this.#place, INPUT), output: this.#columns.count(this.#place, OUTPUT) }
    )
  }

  get cost(): number | undefined {
    const cost = this.#columns.cost(this.#place)
    return Number.isNaN(cost) ? undefined : cost
  }

  /** Gives the fields as plain data for `JSON.stringify`, which ignores getters. */
  toJSON(): Observation {
    const { task, release, example, group, variant, trial, key, raw, answer, outcome, score, gold, who, tokens } = this
    const { cost } = this
    const { key: _key, trial: _trial, tokens: _tokens, ...rest } = this.#columns.rest(this.#place)
    return {
      task,
      release,
      example,
      group,
      variant,
      trial,
      key,
      raw,
      answer,
      outcome,
      score,
      gold,
      who,
      tokens,
      ...rest,
      ...(cost !== undefined && { cost }),
    }
  }
}
