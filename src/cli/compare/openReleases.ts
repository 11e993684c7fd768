import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { chooseScore, type ComparedRelease, type RecordedLog } from '../../core/compare/index.ts'
import type { Metric } from '../../core/metrics/index.ts'
import type { ColumnMap } from '../../models/recorded/formats/columns.ts'
import { readLog } from '../../models/recorded/readLog.ts'
import { readBaseline, readRun, runFolder } from '../../runs/index.ts'
import { apart } from '../logs/logEvidence.ts'
import { comparedBaseline, comparedLog, comparedRun } from './comparedReleases.ts'

/** What was asked is shown nowhere, and is most of a log. */
const SCORES_ALONE = { input: false }

/** How recorded logs among the releases are read. */
export interface LogOptions {
  readonly score: string | undefined
  readonly columns: ColumnMap | undefined
  /** Metrics from outside the package, to be computed of logs: a run has those that were measured. */
  readonly metrics: readonly Metric[]
}

/**
 * Opens what a user named: a run folder, its run.json, the id of a run, a baseline's folder, or a recorded log. Releases
 * of one name get the folders that tell them apart. Throws `UsageError` for anything else.
 */
export async function openReleases(
  written: readonly string[],
  cwd: string,
  { score, columns, metrics }: LogOptions,
): Promise<ComparedRelease[]> {
  const opened: (ComparedRelease | RecordedLog)[] = []
  for (const one of written) opened.push(await openOne(one, cwd, columns))
  const chosen = scoreOf(
    opened.filter((one) => 'answers' in one),
    score,
  )
  const releases: ComparedRelease[] = []
  while (opened.length > 0) {
    const one = opened.shift()!
    // One after the other, each let go of before the next: a log takes more memory than what is compared of it.
    releases.push('answers' in one ? comparedLog(one, chosen, metrics) : one)
  }
  const names = releases.map(({ name }) => name)
  const shown = apart(longer(names, written, cwd), written.map(pathOf), cwd)
  return releases.map((release, at) => Object.assign({}, release, { name: shown[at] }))
}

function scoreOf(logs: readonly RecordedLog[], wanted: string | undefined): string {
  return logs.length === 0 ? '' : chooseScore(logs, wanted)
}

/** Runs of one release are told apart by their folder's name, which is the run's id. */
function longer(names: readonly string[], written: readonly string[], cwd: string): string[] {
  return names.map((name, at) => {
    const path = pathOf(written[at]!)
    const log = /\.(?:jsonl?|csv|eval)$/i.test(path) && basename(path) !== 'run.json'
    if (log || names.indexOf(name) === names.lastIndexOf(name)) return name
    return `${name} (${basename(basename(path) === 'run.json' ? dirname(resolve(cwd, path)) : path)})`
  })
}

function pathOf(written: string): string {
  return written.replace(/#[^/\\]*$/, '')
}

async function openOne(
  written: string,
  cwd: string,
  columns: ColumnMap | undefined,
): Promise<ComparedRelease | RecordedLog> {
  const path = resolve(cwd, written)
  const found = await stat(path).catch(() => null)
  if (found?.isFile()) {
    return basename(path) === 'run.json'
      ? comparedRun(await readRun(dirname(path)))
      : readLog(written, cwd, columns, SCORES_ALONE)
  }
  if (found === null && (/\.(?:jsonl?|csv|eval)$/i.test(written) || written.includes('#')))
    return readLog(written, cwd, columns, SCORES_ALONE)
  const baseline = found?.isDirectory() ? await readBaseline(path) : null
  if (baseline !== null) return comparedBaseline(baseline)
  return comparedRun(await readRun(await runFolder(join(cwd, '.robustness'), found === null ? written : path)))
}
