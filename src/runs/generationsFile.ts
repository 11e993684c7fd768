import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lineagesOf, linesOf } from '../core/plan/index.ts'
import { canonicalJson } from '../core/hash/index.ts'
import type { Lineage } from '../core/words/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson } from './parseJson.ts'
import { readText } from './readText.ts'
import { allowUnionMerge } from './unionMerge.ts'
import { writeAtomically } from './writeAtomically.ts'

const FILE = 'generations.jsonl'

/** What a folder knows of the order in which a task's examples appeared, by task; empty where it knows nothing. */
export async function readGenerations(folder: string): Promise<ReadonlyMap<string, Lineage>> {
  const file = join(folder, FILE)
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
 * Writes lineages into a folder's file, in place of what it knew of the same tasks. Beside a baseline it says in
 * `.gitattributes` that git may join the lines of two branches.
 */
export async function writeGenerations(
  folder: string,
  lineages: readonly Lineage[],
  { shared = false }: { readonly shared?: boolean } = {},
): Promise<void> {
  const known = await readGenerations(folder)
  const all = new Map([...known, ...lineages.map((lineage) => [lineage.task, lineage] as const)])
  const lines = [...all.values()].toSorted((a, b) => (a.task < b.task ? -1 : 1)).flatMap(linesOf)
  await mkdir(folder, { recursive: true })
  if (shared) await allowUnionMerge(folder, FILE)
  await writeAtomically(join(folder, FILE), lines.map((line) => `${canonicalJson(line)}\n`).join(''))
}
