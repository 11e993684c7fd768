import { readdirSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { chooseScore, pairLogs, type PairedLogs, type RecordedLog } from '../../core/compare/index.ts'
import { counted, namesUpTo } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import type { ColumnMap } from '../../models/recorded/formats/columns.ts'
import { readLog, sharedTexts, type Kept } from '../../models/recorded/readLog.ts'
import { stemOf } from './logEvidence.ts'

/** The logs of one task, paired under one score. */
export interface LogPair {
  readonly task: string
  readonly score: string
  readonly baseline: RecordedLog
  readonly candidate: RecordedLog
  readonly paired: PairedLogs
}

/** The pairs of logs to compare, and the tasks that only one side has, a sentence each. */
export interface OpenedLogs {
  readonly pairs: readonly LogPair[]
  readonly lacking: readonly string[]
  /** The files of the folders that were not read, a sentence each. */
  readonly ignored: readonly string[]
}

/** The options that say how logs are read. */
export interface LogReading {
  readonly columns: ColumnMap | undefined
  /** The names of scores, each alone or after its task and `=`. */
  readonly scores: readonly string[]
}

/**
 * Opens two logs, or two folders of logs: those of one task in both folders are a pair, in the order of the tasks' names.
 * Throws `UsageError` where a folder has two logs of one task, where nothing can be paired, and where a log cannot be read.
 */
export function openLogs(baseline: string, candidate: string, cwd: string, reading: LogReading): OpenedLogs {
  const [before, now] = [baseline, candidate].map((path) => isFolder(path, cwd)) as [boolean, boolean]
  const share = sharedTexts()
  // The candidate's log has the same questions, which are taken from the baseline's log.
  const asked = { input: 'unless hashed', share } as const
  const unasked = { input: false, share }
  if (!before && !now) {
    const old = readLog(baseline, cwd, reading.columns, asked)
    const fresh = readLog(candidate, cwd, reading.columns, unasked)
    return { pairs: [pairOf(old.task ?? fresh.task ?? 'log', old, fresh, reading)], lacking: [], ignored: [] }
  }
  if (!before || !now)
    throw new UsageError(`${before ? baseline : candidate} is a folder and the other a file: give two of one sort`)
  const [old, fresh] = [logsIn(baseline, cwd, reading, asked), logsIn(candidate, cwd, reading, unasked)]
  const tasks = [...old.logs.keys()].filter((task) => fresh.logs.has(task)).toSorted()
  if (tasks.length === 0)
    throw new UsageError(
      `${baseline} and ${candidate} have no task in common: ${tasksOf(old.logs)} there, ${tasksOf(fresh.logs)} here`,
    )
  return {
    pairs: tasks.map((task) => pairOf(task, old.logs.get(task)!, fresh.logs.get(task)!, reading)),
    lacking: [...alone(old.logs, fresh.logs, candidate), ...alone(fresh.logs, old.logs, baseline)],
    ignored: [...old.ignored, ...fresh.ignored],
  }
}

/** The most names that are shown of a list. */
const MOST = 5

type Logs = ReadonlyMap<string, RecordedLog>

function tasksOf(logs: Logs): string {
  return namesUpTo(MOST, [...logs.keys()].toSorted()) || 'none'
}

function alone(own: Logs, other: Logs, lacks: string): string[] {
  const missing = [...own.keys()].filter((task) => !other.has(task)).toSorted()
  if (missing.length === 0) return []
  return [`Left out: ${counted(missing.length, 'task')} that ${lacks} lacks: ${namesUpTo(MOST, missing)}.`]
}

function pairOf(task: string, baseline: RecordedLog, candidate: RecordedLog, { scores }: LogReading): LogPair {
  const score = chooseScore([baseline, candidate], scoreFor(task, scores))
  return { task, score, baseline, candidate, paired: pairLogs(baseline, candidate, score) }
}

/** Finds the score that was named for a task, else the one named for all. */
function scoreFor(task: string, scores: readonly string[]): string | undefined {
  const own = scores.find((score) => score.startsWith(`${task}=`))
  return own?.slice(task.length + 1) ?? scores.find((score) => !score.includes('='))
}

function isFolder(path: string, cwd: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The endings of files that may be logs. */
const LOGS = /\.(?:jsonl|json|csv|eval)$/i

/** The summaries that lm-evaluation-harness writes beside its samples. */
const SUMMARY = /^results_.*\.json$/i

function logsIn(folder: string, cwd: string, { columns }: LogReading, keeps: Kept) {
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .toSorted()
  const [used, aside] = [files.filter(isLog), files.filter((name) => !isLog(name))]
  const below = entries
    .filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.') && holdsLogs(resolve(cwd, folder, entry.name)),
    )
    .map(({ name }) => name)
    .toSorted()
  if (used.length === 0 && below.length > 0)
    throw new UsageError(
      `${folder} holds no log itself, but folders of logs: give one of them, e.g. ${join(folder, below[0]!)}`,
    )
  const logs = new Map<string, RecordedLog>()
  for (const name of used) {
    const log = readLog(join(folder, name), cwd, columns, keeps)
    const task = log.task ?? stemOf(name)
    const known = logs.get(task)
    if (known !== undefined)
      throw new UsageError(
        `${folder} holds two logs of the task ${task}, ${basename(known.file)} and ${name}: take one of them away`,
      )
    logs.set(task, log)
  }
  const ignored = [
    ...(aside.length === 0 ? [] : [`Not read in ${folder}, being no logs: ${namesUpTo(MOST, aside)}.`]),
    ...(below.length === 0 ? [] : [`Not read in ${folder}, folders of logs: ${namesUpTo(MOST, below)}.`]),
  ]
  return { logs, ignored }
}

/** Says whether there is a log in a folder, or in one of its subfolders. */
function holdsLogs(folder: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => isLog(basename(name)))
}

function isLog(name: string): boolean {
  return LOGS.test(name) && !SUMMARY.test(name)
}
