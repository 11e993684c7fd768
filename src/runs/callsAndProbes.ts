import { join } from 'node:path'
import type { CallTook, Observation, ReleaseProbe, TookOf } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson, readText, scanText, writeAtomically, writeLines } from './_internal/files.ts'
import { mkdir } from 'node:fs/promises'

/** Beside the evidence: what each call took, a line for each answer that was asked for in the run. */
export const CALLS_FILE = 'calls.jsonl'

/** Writes what the calls behind these observations took; nothing where none was asked in the run. */
export async function writeCalls(folder: string, observations: readonly Observation[], took: TookOf): Promise<void> {
  const calls = new Map<string, CallTook>()
  for (const { key } of observations) {
    const call = calls.has(key) ? null : took(key)
    if (call !== null) calls.set(key, call)
  }
  if (calls.size === 0) return
  await writeLines(join(folder, CALLS_FILE), linesOf(calls))
}

/** Written out by hand, since it runs once for every call: keys are hexadecimal, and what was measured is finite. */
function* linesOf(calls: ReadonlyMap<string, CallTook>): Generator<string> {
  for (const [key, { latencyMs, attempts }] of calls) {
    yield `{"attempts":${attempts},"key":"${key}","latencyMs":${Math.round(latencyMs * 100) / 100}}`
  }
}

/**
 * Reads what the calls of a run took. A run without the file (none was asked, or it was written before there was one)
 * tells of none. Throws `UsageError`, with file and line, for a line that breaks its schema.
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
  const file = probesFile(dir)
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
  await writeAtomically(probesFile(dir), `${JSON.stringify(all, null, 2)}\n`)
}

function probesFile(dir: string): string {
  return join(dir, 'probes.json')
}
