import { mkdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { mergeLedger } from '../core/gate/index.ts'
import { canonicalJson } from '../core/hash/index.ts'
import type { LedgerEntry } from '../core/types/index.ts'
import { readLedger } from './readLedger.ts'
import { allowUnionMerge } from './unionMerge.ts'
import { writeAtomically } from './writeAtomically.ts'

/**
 * Adds attempts to the ledger file, which is read again first: two gates that end beside each other lose nothing as
 * long as they do not write in the same instant. Beside the ledger it says in `.gitattributes` that git may join the
 * lines of two branches.
 */
export async function writeLedger(file: string, entries: readonly LedgerEntry[]): Promise<void> {
  const known = (await readLedger(file)) ?? []
  const merged = mergeLedger([...known, ...entries])
  await mkdir(dirname(file), { recursive: true })
  await allowUnionMerge(dirname(file), basename(file))
  await writeAtomically(file, merged.map((one) => `${canonicalJson(one)}\n`).join(''))
}
