import { join } from 'node:path'
import type { CallTook, Observation, ReleaseProbe, TookOf } from '../core/types/index.ts'
import { keyNumbers } from '../core/table/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson, readText, scanText, writeAtomically, writeLines } from './_internal/files.ts'
import { mkdir } from 'node:fs/promises'

/**
 * The file beside the evidence that holds what each call took, a line for each answer that was asked for in the run.
 */
export const CALLS_FILE = 'calls.jsonl'

/** Writes what the calls behind these observations took; writes no file where none was asked in the run. */
export async function writeCalls(folder: string, observations: Iterable<Observation>, took: TookOf): Promise<void> {
  if (!Iterator.from(observations).some(({ key }) => took(key) !== null)) return
  await writeLines(join(folder, CALLS_FILE), linesOf(observations, took))
}

/**
 * Writes JSON by hand for speed, once for every call: keys are hexadecimal and figures are finite, so nothing needs
 * escaping.
 */
function* linesOf(observations: Iterable<Observation>, took: TookOf): Generator<string, undefined> {
  const written = keyNumbers()
  for (const { key } of observations) {
    const call = took(key)
    if (call === null) continue
    const { size } = written
    written.put(key)
    if (written.size === size) continue
    const { latencyMs, attempts } = call
    yield `{"attempts":${attempts},"key":"${key}","latencyMs":${Math.round(latencyMs * 100) / 100}}`
  }
}

/**
 * Reads what the calls of a run took. A run without the file (nothing was asked, or an earlier version wrote it) has
 * none. Throws `UsageError`, with file and line, for a line that breaks its schema.
 */
export async function readCalls(folder: string): Promise<TookOf> {
  const file = join(folder, CALLS_FILE)
  const calls = new Map<string, CallTook>()
  await scanText(file, (line, number) => {
    const where = `${file}:${number}`
    const { key, latencyMs, attempts } = validate('call', parseJson(line, where), where)
    calls.set(key, { latencyMs, attempts })
  })
  return (key) => calls.get(key) ?? null
}

/**
 * The result of probing one release of the config, with its endpoint and model, since another endpoint may get the same
 * name later.
 */
export interface StoredProbe extends ReleaseProbe {
  readonly endpoint: string
  readonly model: string
}

/**
 * Reads `probes.json` of a working folder; without the file nothing was probed. The file only adds to what a later run
 * records beside its evidence, so entries that are no probes are left out, and `onSkipped` is called with a sentence
 * for each.
 */
export async function readProbes(
  dir: string,
  onSkipped: (sentence: string) => void = () => {},
): Promise<readonly StoredProbe[]> {
  const file = probesFile(dir)
  const text = await readText(file)
  if (text === null) return []
  const again = 'left out; npx vitest-robustness doctor --probe writes it again'
  let value: unknown = null
  try {
    value = JSON.parse(text)
  } catch {
    // No JSON is no list either.
  }
  if (!Array.isArray(value)) {
    onSkipped(`${file}: no list of probes, ${again}`)
    return []
  }
  return value.filter((one, index): one is StoredProbe => {
    const whole = isProbe(one)
    if (!whole) onSkipped(`${file}: entry ${index + 1} is no probe of a release, ${again}`)
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

/** Keeps probes in place of earlier ones of the same releases. */
export async function keepProbes(dir: string, probes: readonly StoredProbe[]): Promise<void> {
  const names = new Set(probes.map(({ release }) => release))
  const others = (await readProbes(dir)).filter(({ release }) => !names.has(release))
  const all = [...others, ...probes].toSorted((a, b) => (a.release < b.release ? -1 : 1))
  await mkdir(dir, { recursive: true })
  await writeAtomically(probesFile(dir), `${JSON.stringify(all, null, 2)}\n`)
}

function probesFile(dir: string): string {
  return join(dir, 'probes.json')
}
