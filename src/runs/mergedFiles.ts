import { mergeLedger } from '../core/gate/index.ts'
import type { LedgerEntry, Lineage } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson, readText, writeAtomically } from './_internal/files.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { canonicalJson } from '../core/hash/index.ts'
import { lineagesOf, linesOf } from '../core/sampling/index.ts'

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

/**
 * Adds attempts to the ledger file, which is read again first: two gates that end at about the same time lose nothing
 * unless they write in the same instant. A `.gitattributes` beside the ledger says that git may join the lines of two
 * branches.
 */
export async function writeLedger(file: string, entries: readonly LedgerEntry[]): Promise<void> {
  const known = (await readLedger(file)) ?? []
  const merged = mergeLedger([...known, ...entries])
  await mkdir(dirname(file), { recursive: true })
  await allowUnionMerge(dirname(file), basename(file))
  await writeAtomically(file, merged.map((one) => `${canonicalJson(one)}\n`).join(''))
}

const GENERATIONS_FILE = 'generations.jsonl'

/** Reads the order in which each task's examples appeared, by task; empty where the folder has none recorded. */
export async function readGenerations(folder: string): Promise<ReadonlyMap<string, readonly Lineage[]>> {
  const file = join(folder, GENERATIONS_FILE)
  const text = (await readText(file)) ?? ''
  return lineagesOf(
    text.split('\n').flatMap((line, index) => {
      if (line.trim() === '') return []
      const where = `${file}:${index + 1}`
      return [validate('generation', parseJson(line, where), where)]
    }),
  )
}

/**
 * Keeps lineages in a folder. `accepted`: they replace all that was recorded of their tasks, as with a new baseline.
 * `shared`: for a folder beside a baseline, in which a task that only grew is updated and one that changed is not,
 * since the accepted state holds until the next acceptance. `own`: a changed task is added to the older ones, so that a
 * change can be reverted.
 */
export async function writeGenerations(
  folder: string,
  lineages: readonly Lineage[],
  how: 'accepted' | 'shared' | 'own',
): Promise<void> {
  const known = new Map(await readGenerations(folder))
  for (const lineage of lineages) {
    const own = known.get(lineage.task) ?? []
    const others = own.filter(({ key }) => key !== lineage.key)
    if (how === 'accepted') known.set(lineage.task, [lineage])
    else if (how === 'own' || others.length < own.length || own.length === 0)
      known.set(lineage.task, [...others, lineage])
  }
  const lines = [...known]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => own.flatMap((lineage) => linesOf(lineage)))
  await mkdir(folder, { recursive: true })
  if (how !== 'own') await allowUnionMerge(folder, GENERATIONS_FILE)
  await writeAtomically(join(folder, GENERATIONS_FILE), lines.map((line) => `${canonicalJson(line)}\n`).join(''))
}

/** Says in a folder's `.gitattributes` that git may join the lines of two branches in this file; other entries stay. */
async function allowUnionMerge(folder: string, file: string): Promise<void> {
  const attributes = join(folder, '.gitattributes')
  const lines = ((await readText(attributes)) ?? '').split('\n').filter((line) => line !== '')
  if (lines.some((line) => line.startsWith(`${file} `))) return
  await mkdir(folder, { recursive: true })
  await writeFile(attributes, `${[...lines, `${file} merge=union`].join('\n')}\n`)
}
