import { mergeLedger } from '../core/gate/index.ts'
import type { LedgerEntry } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson } from './parseJson.ts'
import { readText } from './readText.ts'

/**
 * Reads a ledger of attempts, one JSON object a line; `null` where there is no file. Lines that git's union merge left
 * twice are joined. Throws `UsageError` with file and line for a line that breaks the schema.
 */
export async function readLedger(file: string): Promise<LedgerEntry[] | null> {
  const text = await readText(file)
  if (text === null) return null
  return mergeLedger(
    text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return []
      const where = `${file}:${index + 1}`
      return [validate('ledger-entry', parseJson(line, where), where)]
    }),
  )
}
