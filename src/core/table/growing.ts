/** Rows of so many numbers, which grow without being copied. */
export interface Growing {
  readonly length: number
  /** Adds a row of zeros and returns its place. */
  readonly add: () => number
  readonly get: (row: number, column: number) => number
  /** Says whether a row holds these values, from its first column on. */
  readonly holds: (row: number, values: Int32Array | Float64Array) => boolean
  /** Copies the values of a column, as many as there is room for. */
  readonly copyColumn: (column: number, into: Int32Array) => void
  readonly set: (row: number, column: number, value: number) => void
}

/** Rows in one piece of memory; a power of two, since a place is taken apart by its bits. */
const ROWS_BITS = 8
const ROWS = 1 << ROWS_BITS

/** Makes an empty list of rows of whole numbers of 32 bits. */
export function growingInts(columns: number): Growing {
  return growing(columns, (size) => new Int32Array(size))
}

/** Makes an empty list of rows of numbers. */
export function growingFloats(columns: number): Growing {
  return growing(columns, (size) => new Float64Array(size))
}

function growing<Piece extends Int32Array | Float64Array>(columns: number, make: (size: number) => Piece): Growing {
  const pieces: Piece[] = []
  let rows = 0
  return {
    get length() {
      return rows
    },
    add() {
      if (rows === pieces.length * ROWS) pieces.push(make(ROWS * columns))
      return rows++
    },
    get: (row, column) => pieces[row >>> ROWS_BITS]![(row & (ROWS - 1)) * columns + column]!,
    holds(row, values) {
      const piece = pieces[row >>> ROWS_BITS]!
      const from = (row & (ROWS - 1)) * columns
      for (let column = 0; column < values.length; column++) if (piece[from + column] !== values[column]) return false
      return true
    },
    copyColumn(column, into) {
      for (let row = 0; row < into.length; row++)
        into[row] = pieces[row >>> ROWS_BITS]![(row & (ROWS - 1)) * columns + column]!
    },
    set: (row, column, value) => {
      pieces[row >>> ROWS_BITS]![(row & (ROWS - 1)) * columns + column] = value
    },
  }
}
