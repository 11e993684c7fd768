import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lineagesOf, linesOf } from '../core/plan/index.ts'
import { canonicalJson } from '../core/hash/index.ts'
import type { Lineage } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson } from './parseJson.ts'
import { readText } from './readText.ts'
import { allowUnionMerge } from './unionMerge.ts'
import { writeAtomically } from './writeAtomically.ts'

const FILE = 'generations.jsonl'

/** What a folder knows of the order in which a task's examples appeared, by task; empty where it knows nothing. */
export async function readGenerations(folder: string): Promise<ReadonlyMap<string, readonly Lineage[]>> {
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
 * Keeps lineages in a folder. `accepted`: in place of all that it knew of their tasks, as a new baseline does. `shared`:
 * beside a baseline, where a task that only grew is kept and one that changed is not, for what was accepted holds until
 * the next acceptance. Else one that changed stands beside the older ones, so that a change can be taken back.
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
  if (how !== 'own') await allowUnionMerge(folder, FILE)
  await writeAtomically(join(folder, FILE), lines.map((line) => `${canonicalJson(line)}\n`).join(''))
}
