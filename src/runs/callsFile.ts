import { join } from 'node:path'
import type { CallTook, Observation, TookOf } from '../core/types/index.ts'
import { validate } from '../schemas/index.ts'
import { parseJson } from './parseJson.ts'
import { scanText } from './scanText.ts'
import { writeLines } from './writeLines.ts'

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
