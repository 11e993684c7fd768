import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseProbe } from '../core/words/index.ts'
import { readText } from './readText.ts'
import { writeAtomically } from './writeAtomically.ts'

/** What was probed of one release of the config, and of which endpoint: another one behind the name is not it. */
export interface StoredProbe extends ReleaseProbe {
  readonly endpoint: string
  readonly model: string
}

/** Reads `probes.json` of a working folder; none, or one that is no list, is empty. */
export async function readProbes(dir: string): Promise<readonly StoredProbe[]> {
  const text = await readText(fileOf(dir))
  try {
    const value: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(value) ? (value as StoredProbe[]) : []
  } catch {
    return []
  }
}

/** Keeps what was probed, in the place of what was known of the same releases. */
export async function keepProbes(dir: string, probes: readonly StoredProbe[]): Promise<void> {
  const names = new Set(probes.map(({ release }) => release))
  const others = (await readProbes(dir)).filter(({ release }) => !names.has(release))
  const all = [...others, ...probes].toSorted((a, b) => (a.release < b.release ? -1 : 1))
  await mkdir(dir, { recursive: true })
  await writeAtomically(fileOf(dir), `${JSON.stringify(all, null, 2)}\n`)
}

function fileOf(dir: string): string {
  return join(dir, 'probes.json')
}
