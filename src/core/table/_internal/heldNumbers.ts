import type { Observation } from '../../types/index.ts'
import type { Growing } from '../growing.ts'
import {
  ANSWER,
  ANSWERER,
  type Columns,
  EXAMPLE,
  GOLD,
  GROUP,
  OUTCOME,
  REST,
  SUBJECT,
  TASK,
  TRIAL,
  VARIANT,
} from './columns.ts'

/** Stands for a value that only reading it tells. */
const UNHELD = -1

/** The most values that are known by their numbers in a column: where there are more, most are one of a kind. */
const MOST_KNOWN = 1 << 16

const SUBJECT_PARTS: ByField = { task: TASK, example: EXAMPLE, group: GROUP, gold: GOLD }
const COLUMNS: ByField = { release: ANSWERER, who: ANSWERER, variant: VARIANT, outcome: OUTCOME, answer: ANSWER }
type ByField = Partial<Readonly<Record<keyof Observation, number>>>

/**
 * Numbers a field of all observations by the numbers that its columns hold: what has the same one is equal, and equal values may
 * have several. `read` returns the number of the value at a place, and is asked about once for each value. `false` for a field
 * without such a column.
 */
export function numberHeld(
  columns: Columns,
  name: keyof Observation,
  numbers: Int32Array,
  read: (place: number) => number,
): boolean {
  if (!copyHeld(columns, name, numbers)) return false
  const known = new Map<number, number>()
  let last = UNHELD
  let lastNumber = 0
  for (let place = 0; place < numbers.length; place++) {
    const held = numbers[place]!
    if (held !== last || held === UNHELD) {
      last = held
      lastNumber = known.get(held) ?? read(place)
      if (held !== UNHELD && known.size < MOST_KNOWN) known.set(held, lastNumber)
    }
    numbers[place] = lastNumber
  }
  return true
}

function copyHeld(columns: Columns, name: keyof Observation, into: Int32Array): boolean {
  const { ints, subjects } = columns
  const [part, column] = [SUBJECT_PARTS[name], COLUMNS[name]]
  if (column !== undefined) ints.copyColumn(column, into)
  else if (part !== undefined) {
    const parts = columnOf(subjects, part)
    ints.copyColumn(SUBJECT, into)
    for (let place = 0; place < into.length; place++) into[place] = parts[into[place]!]!
  } else if (name === 'trial') {
    const rests = columnOf(ints, REST)
    ints.copyColumn(TRIAL, into)
    for (let place = 0; place < into.length; place++) if (rests[place] !== 0) into[place] = UNHELD
  } else return false
  return true
}

function columnOf(rows: Growing, column: number): Int32Array {
  const values = new Int32Array(rows.length)
  rows.copyColumn(column, values)
  return values
}
