import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import {
  chooseScore,
  type ComparedCell,
  type ComparedRelease,
  type LogCell,
  logCells,
  measureCellsOf,
  type RecordedLog,
  type Whereabouts,
} from '../../core/compare/index.ts'
import { FIRST_READER } from '../../core/gate/index.ts'
import { describeMetric, type Metric } from '../../core/metrics/index.ts'
import { findTaskKind } from '../../core/tasks/index.ts'
import { type Observation, UsageError } from '../../core/types/index.ts'
import { whereabouts } from '../../deciding/claim/decideClaim.ts'
import { loadRunTask, type RunTask } from '../../logs/loadRunTask.ts'
import type { ColumnMap } from '../../models/recorded/formats/columns.ts'
import { readLog } from '../../models/recorded/readLog.ts'
import { readBaseline, readRun, runFolder, type StoredBaseline, type StoredRun } from '../../runs/index.ts'
import type { CliIo } from '../common/command.ts'
import { workingFolder } from '../common/workingFolder.ts'
import { apart, logName, logRelease, unkeyedObservations } from '../logs/logEvidence.ts'

/** The way in which logs are read here: without inputs, which no comparison shows and which are most of a log. */
const SCORES_ALONE = { input: false }

/** The options that say how recorded logs among the releases are read. */
export interface LogOptions {
  readonly score: string | undefined
  readonly columns: ColumnMap | undefined
  /** Metrics from outside the package, to be computed from logs. A run holds those that were measured. */
  readonly metrics: readonly Metric[]
}

/**
 * Opens what a user named: a run folder, its run.json, the id of a run, a baseline's folder, or a recorded log. Releases
 * of one name get the folders that tell them apart. Throws `UsageError` for anything else.
 */
export async function openReleases(
  written: readonly string[],
  io: Pick<CliIo, 'cwd' | 'env'>,
  { score, columns, metrics }: LogOptions,
): Promise<ComparedRelease[]> {
  const opened: (ComparedRelease | RecordedLog)[] = []
  for (const one of written) opened.push(await openOne(one, io, columns))
  const chosen = scoreOf(
    opened.filter((one) => 'answers' in one),
    score,
  )
  const releases: ComparedRelease[] = []
  while (opened.length > 0) {
    const one = opened.shift()!
    // Convert one after the other and release each before the next: a log takes more memory than the part of it that is
    // compared.
    releases.push('answers' in one ? comparedLog(one, chosen, metrics) : one)
  }
  const names = releases.map(({ name }) => name)
  const shown = apart(longer(names, written, io.cwd), written.map(pathOf), io.cwd)
  return releases.map((release, at) => Object.assign({}, release, { name: shown[at] }))
}

function scoreOf(logs: readonly RecordedLog[], wanted: string | undefined): string {
  return logs.length === 0 ? '' : chooseScore(logs, wanted)
}

/** Adds the name of a run's folder, which is its id, to the names of runs of one release. */
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
  io: Pick<CliIo, 'cwd' | 'env'>,
  columns: ColumnMap | undefined,
): Promise<ComparedRelease | RecordedLog> {
  const { cwd } = io
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
  return comparedRun(await readRun(await runFolder(workingFolder(io), found === null ? written : path)))
}

/** Makes the candidate of a run one side of a comparison. */
function comparedRun({ run, observations }: StoredRun): ComparedRelease {
  const { candidate, mode, tasks, claims, measurements } = run.evidence
  const all = observations.filter(({ release }) => release === candidate.name)
  const own = all.filter(({ outcome }) => outcome !== 'error')
  return {
    name: candidate.name,
    from: mode === 'gate' ? 'gate run' : 'measure run',
    tasks: Object.fromEntries(tasks.map(({ name, hash }) => [name, hash])),
    readers: Object.fromEntries(tasks.map(({ name, reader = FIRST_READER }) => [name, reader])),
    claims: mode === 'gate' ? claims : [],
    measured: measurements?.tasks ?? [],
    ...(measurements?.metrics && { own: measurements.metrics }),
    cells: own.map(cellOf),
    without: all.length - own.length,
    where: {
      ...Object.fromEntries((measurements?.tasks ?? []).map(({ plan }) => [plan.task, whereOf(plan.variants)])),
      ...Object.fromEntries(tasks.flatMap((task) => fromFiles(task, own))),
    },
  }
}

/** Reads families and slices from the task's files. Where the files are gone or were changed, only labels are known. */
function fromFiles(task: RunTask, observations: readonly Observation[]): [string, Whereabouts][] {
  try {
    return [[task.name, whereabouts(loadRunTask(task), observations)]]
  } catch (error) {
    if (error instanceof UsageError) return []
    throw error
  }
}

/** Makes an accepted baseline one side of a comparison. A baseline keeps neither groups nor gold answers. */
function comparedBaseline({ baseline, cells }: StoredBaseline): ComparedRelease {
  return {
    name: baseline.release.name,
    from: 'baseline',
    tasks: baseline.taskHashes,
    readers: Object.fromEntries(
      Object.keys(baseline.taskHashes).map((task) => [task, baseline.readers?.[task] ?? FIRST_READER]),
    ),
    claims: baseline.claims,
    measured: [],
    cells: cells.flatMap(({ task, example, variant, trial, score, outcome }) =>
      outcome === 'error' ? [] : { task, example, group: example, variant, trial, score, gold: null },
    ),
    without: cells.filter(({ outcome }) => outcome === 'error').length,
    where: {},
  }
}

/** Returns the fields of a cell that a comparison needs. */
export function cellOf({ task, example, group, variant, trial, score, gold }: Observation): ComparedCell {
  return { task, example, group, variant, trial, score, gold }
}

/** Returns the families and slices of a task's cells, where only its variants are known. */
export function whereOf(variants: readonly { readonly id: string; readonly family: string }[]) {
  return { families: Object.fromEntries(variants.map(({ id, family }) => [id, family])), slices: {} }
}

/** Makes a recorded log one side of a comparison, with all its cells, since nothing stopped it early. */
function comparedLog(log: RecordedLog, score: string, own: readonly Metric[]): ComparedRelease {
  const release = logRelease([log], logName(log))
  const task = log.task ?? 'log'
  const groups = new Map<string, string>()
  const known: LogCell[] = []
  let without = 0
  for (const cells of logCells(log, score).values())
    for (const cell of cells) {
      const { example, group } = cell.logged
      groups.set(example, group ?? example)
      if (cell.score === null) without++
      else known.push(cell)
    }
  // A metric uses keys only to see whether two variants make the same request, which those of a log never do.
  const observe = unkeyedObservations(release)
  const observations = known.map((cell): Observation => {
    const { example, gold } = cell.logged
    const named = { task, group: groups.get(example) ?? example, gold: gold ?? '' }
    return observe(cell, named)
  })
  const variants = variantsIn(log)
  const plan = { task, kind: KIND, canonical: variants[0]?.id ?? '', examples: groups.size, variants }
  const graded = known.some((cell) => cell.score !== 0 && cell.score !== 1)
  return {
    name: release.name,
    from: 'recorded log',
    tasks: { [task]: null },
    claims: [],
    measured: [measureCellsOf(plan, observations, findTaskKind(KIND).sameAnswer, own)],
    ...(own.length > 0 && { own: own.map(describeMetric) }),
    cells: known.map(({ logged: { example, variant, gold, content }, trial, score: value }) => {
      const group = groups.get(example) ?? example
      return { task, example, group, variant, trial, score: value ?? 0, gold, content }
    }),
    without,
    // Where there is one family alone, it is the whole task.
    where: new Set(variants.map(({ family }) => family)).size < 2 ? {} : { [task]: whereOf(variants) },
    scored: { by: score, graded },
  }
}

/** The kind of task by which answers of logs are compared: case, articles and punctuation make no difference. */
const KIND = 'free-answer'

function variantsIn({ answers }: RecordedLog) {
  const variants = new Map<string, { id: string; family: string; seen: boolean | null }>()
  for (const { variant: id, family = 'recorded', seen = null } of answers)
    if (!variants.has(id)) variants.set(id, { id, family, seen })
  return [...variants.values()]
}
