import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type * as sqlite from 'node:sqlite'
import { UsageError } from '../core/words/index.ts'

/** Milliseconds that a statement waits for another process to finish writing. */
const BUSY_MS = 5000

/** Opens a database file, which may be new. Throws `UsageError` where this Node has no SQLite. */
export function openSqlite(file: string): sqlite.DatabaseSync {
  const { DatabaseSync } = quietly()
  mkdirSync(dirname(file), { recursive: true })
  // The rollback journal, not the write-ahead log: one file that can be copied, and it works on network drives too.
  return new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true })
}

/** Node's module, without the warning that older versions print for it: whoever gates a release cannot act on that. */
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
