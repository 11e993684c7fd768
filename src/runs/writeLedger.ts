import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { mergeLedger } from '../core/gate/index.ts'
import { canonicalJson } from '../core/hash/index.ts'
import type { LedgerEntry } from '../core/words/index.ts'
import { readLedger } from './readLedger.ts'
import { readText } from './readText.ts'
import { writeAtomically } from './writeAtomically.ts'

/**
 * Adds an attempt to the ledger file, which is read again first: two gates that end beside each other lose nothing as
 * long as they do not write in the same instant. Beside a new ledger it says in `.gitattributes` that git may join the
 * lines of two branches.
 */
export async function writeLedger(file: string, entry: LedgerEntry): Promise<void> {
  const known = (await readLedger(file)) ?? []
  const merged = mergeLedger([...known, entry])
  await mkdir(dirname(file), { recursive: true })
  const attributes = join(dirname(file), '.gitattributes')
  if ((await readText(attributes)) === null) await writeFile(attributes, `${basename(file)} merge=union\n`)
  await writeAtomically(file, merged.map((one) => `${canonicalJson(one)}\n`).join(''))
}
