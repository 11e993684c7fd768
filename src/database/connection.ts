/** A value that both databases take as it is. */
export type Value = string | number | null

/** One row as the code sees it: columns in camel case. */
export type Row = Readonly<Record<string, Value>>

/** One connection. `?` in a statement stands for the next of the values. */
export interface Connection {
  readonly rows: <Found = Row>(statement: string, values?: readonly Value[]) => Promise<Found[]>
  /** Runs a statement that returns no rows, and says how many rows it changed. */
  readonly change: (statement: string, values?: readonly Value[]) => Promise<number>
}

/** The parts in which SQLite and Postgres differ. All other statements are the same text for both. */
export interface Database {
  /** Lends the connection to one piece of work at a time. */
  readonly use: <Result>(work: (connection: Connection) => Promise<Result>) => Promise<Result>
  /** Begins a transaction that writes. */
  readonly begin: string
  /** Statements that begin a transaction during which no other process changes the tables. */
  readonly beginMigration: readonly string[]
  /** Asks for the names of the columns of the table that `?` names. */
  readonly columns: string
  readonly close: () => Promise<void>
}

/** Runs work as a transaction: whole, or not at all where it throws. */
export async function inTransaction<Result>(
  connection: Connection,
  begin: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    for (const statement of begin) await connection.rows(statement)
    const result = await work()
    await connection.change('commit')
    return result
  } catch (error) {
    // The first error is the one to report: a connection that broke has nothing to roll back.
    await connection.change('rollback').catch(() => {})
    throw error
  }
}

/** Makes an `insert into` a table, with a `?` for each value of the rows, which must have the same columns. */
export function insertion(
  table: string,
  rows: readonly object[],
): { readonly statement: string; readonly values: Value[] } {
  const names = Object.keys(rows[0] ?? {})
  const places = `(${names.map(() => '?').join(', ')})`
  return {
    statement: `insert into ${table} (${names.map(snakeCase).join(', ')}) values ${rows.map(() => places).join(', ')}`,
    values: rows.flatMap((row) => names.map((name) => (row as Row)[name] ?? null)),
  }
}

/** Renames the columns of a database's row from snake case to camel case. */
export function camelCased<Found>(row: object): Found {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as Found
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Makes text that every database takes: Postgres has no NUL, and neither database takes half a surrogate pair. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
