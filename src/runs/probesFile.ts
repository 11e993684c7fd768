import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReleaseProbe } from '../core/types/index.ts'
import { readText } from './readText.ts'
import { writeAtomically } from './writeAtomically.ts'

/** What was probed of one release of the config, and of which endpoint: another one behind the name is not it. */
export interface StoredProbe extends ReleaseProbe {
  readonly endpoint: string
  readonly model: string
}

/**
 * Reads `probes.json` of a working folder; where there is none, nothing was probed. It only says what a later run records
 * beside its evidence, so what is no probe in it is handed to `passOver`, as a sentence with its place, and left out.
 */
export async function readProbes(
  dir: string,
  passOver: (sentence: string) => void = () => {},
): Promise<readonly StoredProbe[]> {
  const file = fileOf(dir)
  const text = await readText(file)
  if (text === null) return []
  const again = 'left out; npx vitest-robustness doctor --probe writes it again'
  let value: unknown = null
  try {
    value = JSON.parse(text)
  } catch {
    // No list either.
  }
  if (!Array.isArray(value)) {
    passOver(`${file}: no list of probes, ${again}`)
    return []
  }
  return value.filter((one, index): one is StoredProbe => {
    const whole = isProbe(one)
    if (!whole) passOver(`${file}: entry ${index + 1} is no probe of a release, ${again}`)
    return whole
  })
}

function isProbe(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { release, on, dropped, refused, endpoint, model } = value as Partial<Record<string, unknown>>
  return areTexts([release, on, endpoint, model]) && areTexts(dropped) && areTexts(refused)
}

function areTexts(list: unknown): boolean {
  return Array.isArray(list) && list.every((item) => typeof item === 'string')
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
