import {
  changePairs,
  compareWithBaseline,
  type LogCell,
  type Pair,
  type SharedExample,
} from '../../core/compare/index.ts'
import { FIRST_READER, gateVerdict, tooFewAnswers } from '../../core/gate/index.ts'
import { joinedObservations } from '../../core/table/index.ts'
import { shellWord } from '../../core/text/index.ts'
import { UsageError, type GateCircumstances, type ReleaseInfo, type Run } from '../../core/types/index.ts'
import type { Decision } from '../../engine/index.ts'
import { logTask } from '../../logs/logTask.ts'
import { parseColumns } from '../../models/recorded/formats/columns.ts'
import { writeRun, type StoredRun } from '../../runs/index.ts'
import type { CliIo, CommandCall } from '../common/command.ts'
import { version } from '../common/version.ts'
import { workingFolder } from '../common/workingFolder.ts'
import { decideLogs, type LogParts, shownInputs } from './decideLogs.ts'
import { apart, logName, logRelease, stemOf } from './logEvidence.ts'
import { logRemarks, tooMuchMissing } from './logRemarks.ts'
import { openLogs, type LogPair } from './openLogs.ts'

/** The share of cells without an answer above which nothing passes, which is the plugin's own default. */
const MAX_NON_ANSWERS = 0.5

/** The largest share of what was asked that a gate may leave out and still pass. */
const MAX_MISSING = 0.01

/**
 * Compares two recorded logs, or two folders of them task by task, and writes an ordinary run folder. Throws `UsageError`
 * where they cannot be compared.
 */
export async function gateLogs(values: CommandCall['values'], io: CliIo): Promise<StoredRun> {
  const startedAt = new Date()
  const wanted = readOptions(values)
  const { alpha, seed, maxMissing, columns } = wanted
  const map = columns === undefined ? undefined : parseColumns(columns)
  const opened = openLogs(wanted.baseline, wanted.candidate, io.cwd, { columns: map, scores: wanted.scores })
  const { pairs } = opened
  const [old, fresh] = releasesOf(pairs, wanted, io.cwd)
  const parts = pairs.map((pair): LogParts => {
    const whole = logTask(pair.task, pair.paired, pair.score, [pair.baseline, pair.candidate], columns)
    return Object.assign({}, pair, { whole, before: old, now: fresh })
  })
  const count = parts.length * (wanted.maxFlipRate === undefined ? 1 : 2)
  const decided: DecidedPart[] = []
  for (const part of parts) {
    const decisions = await decideLogs(part, { ...wanted, count, several: parts.length > 1 })
    decided.push({ part, decisions: shownInputs(part, decisions, io.cwd, map) })
  }
  const decisions = decided.flatMap((one) => one.decisions)
  const results = decisions.map(({ result }) => result).toSorted((a, b) => (a.title < b.title ? -1 : 1))
  const circumstances: GateCircumstances = {
    ordinaryFailures: 0,
    usageErrors: [],
    partial: null,
    faults: [],
    doubts: [...tooFewAnswers(results, MAX_NON_ANSWERS), ...tooMuchMissing(opened, maxMissing)],
    remarks: logRemarks(opened),
    maxNonAnswers: MAX_NON_ANSWERS,
  }
  const gate = gateVerdict({ claims: results, missing: [], empty: results.length === 0, ...circumstances })
  const evidence: Omit<Run['evidence'], 'observations'> = {
    candidate: fresh,
    baseline: old,
    baselineId: `${old.name}@${(old.revision ?? '').slice(0, 12)}`,
    command: `npx vitest-robustness gate ${commandLine(values)}`,
    seed,
    mode: 'gate',
    alpha,
    claimsPlanned: { count, from: 'command line' },
    claims: results,
    missing: [],
    gate,
    circumstances,
    comparison: compareWithBaseline({
      manifest: [],
      claims: results,
      pairs: askedPairs(decided),
      where: {},
      fixed: false,
    }),
    tasks: parts.map(({ whole: { name, hash, kind, sources } }) => ({
      name,
      hash,
      kind: kind.kind,
      reader: kind.reader ?? FIRST_READER,
      sources,
    })),
  }
  const context: Run['context'] = {
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    calls: { made: 0, reused: 0, retried: 0 },
    versions: { 'vitest-robustness': await version(), node: process.versions.node },
    commit: null,
    tests: { passed: 0, failed: 0, skipped: 0 },
    tracing: [],
    exitCode: gate.exitCode,
  }
  // Claims of one task share cells, and each cell is written once.
  const observations = joinedObservations(...decisions.map((one) => one.observations))
  const written = await writeRun(workingFolder(io), { evidence, context }, observations)
  return { ...written, observations: [...observations] }
}

/** A task with the decisions on it. */
interface DecidedPart {
  readonly part: LogParts
  readonly decisions: readonly Decision[]
}

/** The options of the call, read. */
interface GateLogsOptions {
  readonly baseline: string
  readonly candidate: string
  readonly by: number
  readonly maxFlipRate?: number
  readonly alpha: number
  readonly seed: string
  readonly dataset: boolean
  readonly maxMissing: number
  readonly columns: string | undefined
  readonly scores: readonly string[]
}

function readOptions(values: CommandCall['values']): GateLogsOptions {
  const { baseline, candidate, population, seed, score, columns } = values
  if (typeof baseline !== 'string' || typeof candidate !== 'string')
    throw new UsageError('gate: --baseline and --candidate go together: two recorded logs, or two folders of them')
  if (population !== undefined && population !== 'source' && population !== 'dataset')
    throw new UsageError(`gate: --population ${JSON.stringify(population)}: source or dataset`)
  const share = { above: 0, below: 1 }
  const maxFlipRate = readNumber(values, 'max-flip-rate', share)
  return {
    baseline,
    candidate,
    by: readNumber(values, 'by', share) ?? 0.02,
    ...(maxFlipRate !== undefined && { maxFlipRate }),
    alpha: readNumber(values, 'alpha', { above: 0, below: 0.5 }) ?? 0.05,
    seed: typeof seed === 'string' ? seed : '0',
    dataset: population === 'dataset',
    maxMissing: readNumber(values, 'max-missing', { above: -1e-9, below: MAX_MISSING + 1e-9 }) ?? MAX_MISSING,
    columns: typeof columns === 'string' ? columns : undefined,
    scores: Array.isArray(score) ? score : [],
  }
}

/** Reads a number among a command's options, strictly between two ends; `undefined` if left out. */
function readNumber(
  values: CommandCall['values'],
  name: string,
  { above, below }: { readonly above: number; readonly below: number },
): number | undefined {
  const written = values[name]
  if (written === undefined) return undefined
  const value = typeof written === 'string' && written.trim() !== '' ? Number(written) : Number.NaN
  if (value > above && value < below) return value
  const [low, high] = [Math.round(above * 1e6) / 1e6, Math.round(below * 1e6) / 1e6]
  throw new UsageError(
    `--${name} ${JSON.stringify(written)}: must be a number between ${low} and ${high}, e.g. --${name} ${Math.min(0.02, high)}`,
  )
}

/** Returns the two releases of a comparison. They are named after their logs, with an addition where both have one name. */
function releasesOf(
  pairs: readonly LogPair[],
  { baseline, candidate }: GateLogsOptions,
  cwd: string,
): readonly [ReleaseInfo, ReleaseInfo] {
  const sides = [
    { logs: pairs.map((pair) => pair.baseline), path: baseline },
    { logs: pairs.map((pair) => pair.candidate), path: candidate },
  ]
  const names = sides.map(({ logs, path }) => {
    const [first, ...more] = new Set(logs.map(logName))
    return first !== undefined && more.length === 0 ? first : stemOf(path)
  })
  const [before, now] = apart(
    names,
    sides.map(({ path }) => path.replace(/#.*$/, '')),
    cwd,
  )
  // The two logs are one file.
  const same = baseline === candidate
  return [
    logRelease(sides[0]!.logs, same ? 'baseline' : before!),
    logRelease(sides[1]!.logs, same ? 'candidate' : now!),
  ]
}

/**
 * Yields the cells that the claims asked of both sides, task by task. It makes one after another, because a list of
 * them would take much memory.
 */
function askedPairs(decided: readonly DecidedPart[]): Iterable<Pair> {
  const asked = new Map(decided.map((one) => [one, examplesOf(one.decisions)]))
  return {
    *[Symbol.iterator]() {
      for (const [{ part }, examples] of asked)
        for (const example of part.paired.examples) if (examples.has(example.id)) yield* pairsOf(example, part)
    },
  }
}

function examplesOf(decisions: readonly Decision[]): ReadonlySet<string> {
  const examples = new Set<string>()
  for (const { observations } of decisions) for (const { example } of observations) examples.add(example)
  return examples
}

function pairsOf({ id, group, gold, variants }: SharedExample, { paired, whole }: LogParts): Pair[] {
  const [before, now] = [paired.before.get(id)!, paired.now.get(id)!]
  return [...variants.keys()].flatMap((variant) =>
    changePairs({
      task: whole.name,
      example: id,
      group,
      variant,
      gold,
      before: scoresOf(before, variant),
      now: scoresOf(now, variant),
    }),
  )
}

function scoresOf(cells: readonly LogCell[], variant: string): number[] {
  return cells.flatMap(({ logged, score }) => (logged.variant === variant && score !== null ? [score] : []))
}

/** Options that say how a report is shown, and not what is decided. */
const SHOWN = new Set(['format', 'output'])

/** Returns the options of a call as one would write them in a shell, sorted by name. */
function commandLine(values: CommandCall['values']): string {
  return Object.entries(values)
    .filter(([name, value]) => typeof value !== 'boolean' && value !== undefined && !SHOWN.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [String(value)]).map((one) => `--${name} ${shellWord(one)}`),
    )
    .join(' ')
}
