import { existsSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { LoggedAnswer, RecordedLog } from '../../core/compare/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import type { ColumnMap } from './formats/columns.ts'
import { mapColumns, unknownColumns } from './formats/columns.ts'
import type { RecordedKind } from './formats/index.ts'
import { recordedFormats } from './formats/index.ts'
import type { LogRecord } from './formats/_internal/record.ts'
import { bag, textOf } from './formats/_internal/record.ts'
import { openRecords } from './openRecords.ts'

/**
 * Reads a log of answers that were scored already (path relative to `cwd`; `file#model` takes one model's answers of a
 * file that holds several). Records are read one at a time, and of each only what a comparison needs is kept. `columns`
 * says what the columns of a plain file hold, where they have other names. What was asked can be left away: of two logs
 * of the same questions one shows it. Read with one `share`, two logs hold what they have in common once. Throws `UsageError` with file and line.
 */
export function readLog(written: string, cwd: string, columns?: ColumnMap, keeps: Kept = {}): RecordedLog {
  const { path, wanted } = splitModel(written, cwd)
  const { sha256, kind, task, model, broken, records } = openRecords(resolve(cwd, path))
  const { scored } = recordedFormats[kind]
  const { input = true, share = sharedTexts() } = keeps
  const seen = survey()
  const answers: LoggedAnswer[] = []
  const trials = new Map<string, number>()
  for (const { value, line } of records) {
    const record = columns === undefined ? value : mapColumns(value, columns)
    const made = scored(record)
    if (typeof made === 'string')
      throw new UsageError(`this ${kind} record cannot be used: ${made}`, { file: path, line })
    seen.add(kind, record, made)
    if (wanted !== null && made.model !== wanted) continue
    const { trial: given } = made
    const cell = `${made.example}\0${made.variant}\0${made.model ?? ''}`
    const trial = given ?? trials.get(cell) ?? 0
    if (given === undefined) trials.set(cell, trial + 1)
    answers.push(compact(made, { line, trial, input: isKept(input, made) ? made.input : '' }, share))
  }
  const models = [...seen.models]
  if (seen.records === 0) throw new UsageError(`${path} holds no answer`)
  if (wanted !== null && !models.includes(wanted)) {
    throw new UsageError(
      `${path} holds no answer of ${wanted}${didYouMean(wanted, models)}; it has ${models.join(', ')}`,
    )
  }
  if (isPlain(kind) && !seen.usable) throw new UsageError(unknownColumns(path, [...seen.columns]))
  const [first, ...more] = models
  return {
    file: written,
    sha256: sha256(),
    kind,
    task: task ?? fileTask(path, kind) ?? ownTask(path, seen.tasks),
    model: wanted ?? model ?? (first !== undefined && more.length === 0 ? first : folderModel(path, kind)),
    answers,
    ...(broken !== undefined && { broken }),
    declared: [...seen.declared],
    unusable: [...seen.unusable].filter((name) => !seen.declared.has(name)),
  }
}

/** The settings for what is kept of the records. */
export interface Kept {
  /**
   * Says whether the question is kept. Default: it is. `unless hashed`: it is dropped where the hash of the example's
   * content identifies it too; `readInputs` finds the questions to be shown.
   */
  readonly input?: boolean | 'unless hashed'
  /** Default: the log shares with no other. */
  readonly share?: SharedTexts
}

function isKept(input: NonNullable<Kept['input']>, { content }: LogRecord): boolean {
  return input === 'unless hashed' ? content === null : input
}

/** Hands out one copy of what many records have in common. */
export interface SharedTexts {
  readonly text: <T extends string | null>(text: T) => T
  readonly scores: (scores: LoggedAnswer['scores']) => LoggedAnswer['scores']
}

/** The most characters of a shared text: longer texts are rarely equal. */
const LONGEST_SHARED = 80

/** Most sets of scores that are looked up: where scores are graded, each record has its own. */
const MOST_SHARED = 1000

/** Shares texts and scores: parsed from JSON, each record has its own copies, which is most of what it takes. */
export function sharedTexts(): SharedTexts {
  const texts = new Map<string, string>()
  const scores = new Map<string, LoggedAnswer['scores']>()
  return {
    text<T extends string | null>(text: T): T {
      if (text === null || text.length > LONGEST_SHARED) return text
      const known = texts.get(text)
      if (known === undefined) texts.set(text, text)
      return (known ?? text) as T
    },
    scores(own) {
      const name = JSON.stringify(own)
      const known = scores.get(name)
      if (known === undefined && scores.size < MOST_SHARED) scores.set(name, own)
      return known ?? own
    },
  }
}

/**
 * Returns the part of a record that a comparison needs, written out field by field so that hundreds of thousands of
 * records have one shape and take little memory.
 */
function compact(
  made: LogRecord,
  { line, trial, input }: Pick<LoggedAnswer, 'line' | 'trial' | 'input'>,
  share: SharedTexts,
): LoggedAnswer {
  const { isGoldUnclear, reason, model, group, family, seen } = made
  return {
    example: share.text(made.example),
    variant: share.text(made.variant),
    trial,
    line,
    input,
    content: share.text(made.content),
    gold: share.text(made.gold),
    answer: share.text(made.answer),
    scores: share.scores(made.scores),
    ...(isGoldUnclear !== undefined && { isGoldUnclear }),
    ...(reason !== undefined && { reason: share.text(reason) }),
    ...(model !== undefined && { model: share.text(model) }),
    ...(group !== undefined && { group: share.text(group) }),
    ...(family !== undefined && { family: share.text(family) }),
    ...(seen !== undefined && { seen }),
  }
}

/** Collects what is known of a whole file once its records were seen. */
function survey() {
  const [models, tasks, columns] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const [declared, unusable] = [new Set<string>(), new Set<string>()]
  return {
    models,
    tasks,
    columns,
    declared,
    unusable,
    records: 0,
    /** True if any record has an answer or a score. */
    usable: false,
    add(
      kind: RecordedKind,
      record: unknown,
      made: Exclude<ReturnType<(typeof recordedFormats)[RecordedKind]['scored']>, string>,
    ) {
      this.records++
      if (made.model !== undefined) models.add(made.model)
      for (const name of made.declared) declared.add(name)
      for (const name of made.unusable ?? []) unusable.add(name)
      const some = made.answer !== null || made.unusable !== undefined || Object.keys(made.scores).length > 0
      if (some) this.usable = true
      if (!isPlain(kind)) return
      const task = textOf(bag(record)['task'])
      if (task !== undefined) tasks.add(task)
      // Of a file whose columns are known, nobody asks for them.
      if (!this.usable) for (const name of Object.keys(bag(record))) columns.add(name)
    },
  }
}

function isPlain(kind: RecordedKind): boolean {
  return kind === 'jsonl' || kind === 'csv'
}

/** Splits a log as the user wrote it into its path and the model whose answers are wanted. */
function splitModel(written: string, cwd: string): { readonly path: string; readonly wanted: string | null } {
  const at = written.indexOf('#')
  if (at === -1 || existsSync(resolve(cwd, written))) return { path: written, wanted: null }
  return { path: written.slice(0, at), wanted: written.slice(at + 1) }
}

/** lm-evaluation-harness writes `<model>/samples_<task>_<date>.jsonl`; versions of spring 2024 wrote `.json`. */
const SAMPLES = /^samples_(.+)_\d{4}-\d\d-\d\dT[\d.:-]+\.jsonl?$/

function fileTask(path: string, kind: RecordedKind): string | null {
  return kind === 'lm-eval' ? (SAMPLES.exec(basename(path))?.[1] ?? null) : null
}

/** Plain records may name their task; one at a time, because two tasks may have an example of one id. */
function ownTask(path: string, tasks: ReadonlySet<string>): string | null {
  const [task, ...more] = tasks
  if (more.length > 0)
    throw new UsageError(`${path} holds the tasks ${[...tasks].join(', ')}: write each into a file of its own`)
  return task ?? null
}

function folderModel(path: string, kind: RecordedKind): string | null {
  const folder = basename(dirname(path))
  return kind === 'lm-eval' && SAMPLES.test(basename(path)) && folder !== '.' ? folder : null
}

/**
 * Reads the questions in some lines of a log, by line. The log is read again for this, since the questions are most of
 * a large log's text and a report shows only a few of them.
 */
export function readInputs(
  written: string,
  cwd: string,
  lines: ReadonlySet<number>,
  columns?: ColumnMap,
): ReadonlyMap<number, string> {
  const inputs = new Map<number, string>()
  if (lines.size === 0) return inputs
  const { path } = splitModel(written, cwd)
  const { kind, records } = openRecords(resolve(cwd, path))
  for (const { value, line } of records) {
    if (!lines.has(line)) continue
    const made = recordedFormats[kind].scored(columns === undefined ? value : mapColumns(value, columns))
    if (typeof made !== 'string') inputs.set(line, made.input)
    if (inputs.size === lines.size) break
  }
  return inputs
}
