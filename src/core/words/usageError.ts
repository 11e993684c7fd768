import type { Location } from './location.ts'

/** Something the user wrote is wrong: a file, an option, a name. Exit code 2. The message says the way out. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  declare readonly at?: Location

  constructor(message: string, at?: Location) {
    super(at ? `${at.file}:${at.line}${at.column === undefined ? '' : `:${at.column}`}: ${message}` : message)
    if (at) this.at = at
  }
}
