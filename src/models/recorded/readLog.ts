import { basename, dirname, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import type { LoggedAnswer, RecordedLog } from '../../core/compare/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'
import { inspectLogged } from './logged/inspectLogged.ts'
import { lmEvalLogged } from './logged/lmEvalLogged.ts'
import type { Logged } from './logged/parts.ts'
import { plainLogged } from './logged/plainLogged.ts'
import { promptfooLogged } from './logged/promptfooLogged.ts'
import { bag, textOf, type FileRecord } from './prediction.ts'
import { readRecords, type RecordedKind } from './readRecords.ts'

const READERS: Record<RecordedKind, (record: unknown) => Logged> = {
  'lm-eval': lmEvalLogged,
  inspect: inspectLogged,
  promptfoo: promptfooLogged,
  jsonl: plainLogged,
  csv: plainLogged,
}

/**
 * Reads a log of answers that were scored already (path relative to `cwd`; `file#model` takes one model's answers of a
 * file that holds several). Throws `UsageError` with file and line.
 */
export function readLog(written: string, cwd: string): RecordedLog {
  const { path, wanted } = split(written, cwd)
  const { sha256, kind, task, model, records } = readRecords(resolve(cwd, path))
  const read = READERS[kind]
  const trials = new Map<string, number>()
  const all = records.map(({ value, line }): LoggedAnswer => {
    const made = read(value)
    if (typeof made === 'string') {
      throw new UsageError(`this ${kind} record cannot be used: ${made}`, { file: path, line })
    }
    const cell = JSON.stringify([made.example, made.variant, made.model])
    const trial = trials.get(cell) ?? 0
    if (made.trial === undefined) trials.set(cell, trial + 1)
    return Object.assign({ line, trial }, made)
  })
  if (all.length === 0) throw new UsageError(`${path} holds no answer`)
  const models = [...new Set(all.flatMap((answer) => answer.model ?? []))]
  if (wanted !== null && !models.includes(wanted)) {
    throw new UsageError(
      `${path} holds no answer of ${wanted}${didYouMean(wanted, models)}; it has ${models.join(', ')}`,
    )
  }
  const answers = wanted === null ? all : all.filter((answer) => answer.model === wanted)
  const [first, ...more] = models
  const own = wanted ?? model ?? (first !== undefined && more.length === 0 ? first : folderModel(path, kind))
  return {
    file: written,
    sha256,
    kind,
    task: task ?? fileTask(path, kind) ?? ownTask(path, kind, records),
    model: own,
    answers,
  }
}

function split(written: string, cwd: string): { readonly path: string; readonly wanted: string | null } {
  const at = written.indexOf('#')
  if (at === -1 || existsSync(resolve(cwd, written))) return { path: written, wanted: null }
  return { path: written.slice(0, at), wanted: written.slice(at + 1) }
}

/** lm-evaluation-harness writes `<model>/samples_<task>_<date>.jsonl`. */
const SAMPLES = /^samples_(.+)_\d{4}-\d\d-\d\dT[\d.:-]+\.jsonl$/

function fileTask(path: string, kind: RecordedKind): string | null {
  return kind === 'lm-eval' ? (SAMPLES.exec(basename(path))?.[1] ?? null) : null
}

/** Plain records may name their task; one at a time, because two tasks may have an example of one id. */
function ownTask(path: string, kind: RecordedKind, records: readonly FileRecord[]): string | null {
  if (kind !== 'jsonl' && kind !== 'csv') return null
  const tasks = [...new Set(records.flatMap(({ value }) => textOf(bag(value)['task']) ?? []))]
  if (tasks.length > 1)
    throw new UsageError(`${path} holds the tasks ${tasks.join(', ')}: write each into a file of its own`)
  return tasks[0] ?? null
}

function folderModel(path: string, kind: RecordedKind): string | null {
  const folder = basename(dirname(path))
  return kind === 'lm-eval' && SAMPLES.test(basename(path)) && folder !== '.' ? folder : null
}
