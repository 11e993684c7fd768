/** A part of a measure run's report: a heading, a table, sentences. Plain text that may hold anything. */
export interface Block {
  readonly heading: string
  /** Rows of equal length; the first is the head. None: no table. */
  readonly table: readonly (readonly string[])[]
  /** Whether the first column is long, and stands above the rest of its row where lines are short. */
  readonly stacked?: boolean
  readonly lines: readonly string[]
}
