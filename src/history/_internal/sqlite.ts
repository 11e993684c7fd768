import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type * as sqlite from 'node:sqlite'
import { UsageError } from '../../core/types/index.ts'
import { camelCased, type Connection, type Database, type Value } from '../../database/index.ts'

/** Milliseconds that a statement waits for another process to finish writing. */
const BUSY_MS = 5000

/** Opens a history in a file, which may be new. Throws `UsageError` where this Node has no SQLite. */
export function openSqlite(file: string): Database {
  const { DatabaseSync } = quietly()
  mkdirSync(dirname(file), { recursive: true })
  // With the rollback journal, unlike the write-ahead log, a history is one file that can be copied, on network drives too.
  const database = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true })
  const connection: Connection = {
    rows: async <Found>(statement: string, values: readonly Value[] = []) =>
      database
        .prepare(statement)
        .all(...values)
        .map((row) => camelCased<Found>(row)),
    change: async (statement, values = []) => Number(database.prepare(statement).run(...values).changes),
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    // Work is done one piece after the other, so that no question falls into another caller's transaction.
    use(work) {
      const result = last.then(() => work(connection))
      last = result.catch(() => {})
      return result
    },
    // The write lock is taken at once: one that is taken later, with rows already read, fails instead of waiting.
    begin: 'begin immediate',
    beginMigration: ['begin immediate'],
    columns: 'select name from pragma_table_info(?)',
    close: async () => database.close(),
  }
}

/** Loads Node's module without the warning that older versions print for it, on which a user of a gate cannot act. */
function quietly(): typeof sqlite {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    const module = process.getBuiltinModule('node:sqlite')
    if (module === undefined) throw new UsageError('A local history needs node:sqlite: Node 22.13 or later')
    return module
  } finally {
    process.emitWarning = emitWarning
  }
}
