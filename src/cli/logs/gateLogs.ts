import { resolve, join } from 'node:path'
import {
  cellKey,
  chooseScore,
  compareWithBaseline,
  pairCells,
  pairLogs,
  type PairedLogs,
} from '../../core/compare/index.ts'
import { claimsAlone, gateVerdict, tooFewAnswers } from '../../core/gate/index.ts'
import { UsageError, type Observation, type ReleaseInfo, type Run } from '../../core/words/index.ts'
import { readLog } from '../../models/recorded/readLog.ts'
import { writeRun, type StoredRun } from '../../runs/index.ts'
import type { CliIo, CommandCall } from '../command.ts'
import { version } from '../version.ts'
import { cellsBehind, decideLogs } from './decideLogs.ts'
import { logReleases } from './logRelease.ts'
import { logTask } from './logTask.ts'
import { readNumber } from './readNumber.ts'
import { commandLine } from './commandLine.ts'

/** Share of cells without an answer above which nothing passes: the plugin's own default. */
const MAX_NON_ANSWERS = 0.5

/** Compares two recorded logs and writes an ordinary run folder. Throws `UsageError` where they cannot be compared. */
export async function gateLogs(values: CommandCall['values'], io: CliIo): Promise<StoredRun> {
  const startedAt = new Date()
  const { baseline: before, candidate: now } = values
  if (typeof before !== 'string' || typeof now !== 'string')
    throw new UsageError('gate: --baseline and --candidate go together: two recorded logs')
  const share = { above: 0, below: 1 }
  const by = readNumber(values, 'by', share) ?? 0.02
  const maxFlipRate = readNumber(values, 'max-flip-rate', share)
  const alpha = readNumber(values, 'alpha', { above: 0, below: 0.5 }) ?? 0.05
  const maxMissing = readNumber(values, 'max-missing', { above: -1e-9, below: 1 + 1e-9 }) ?? 0.05
  const dataset = readPopulation(values['population'])
  const seed = typeof values['seed'] === 'string' ? values['seed'] : '0'

  const [baseline, candidate] = [readLog(before, io.cwd), readLog(now, io.cwd)]
  const score = chooseScore([baseline, candidate], typeof values['score'] === 'string' ? values['score'] : undefined)
  const paired = pairLogs(baseline, candidate, score)
  if (maxFlipRate !== undefined && paired.variants.length < 2)
    throw new UsageError('gate: --max-flip-rate needs logs with several prompts (variants) of each example')
  const task = logTask(paired.task ?? 'log', paired, score, [baseline, candidate])
  const [old, fresh] = logReleases(baseline, candidate)
  const claims = { by, alpha, seed, dataset, score, ...(maxFlipRate !== undefined && { maxFlipRate }) }
  const decisions = await decideLogs({ task, paired, baseline: old, candidate: fresh }, claims)
  const results = decisions.map(({ result }) => result).toSorted((a, b) => (a.title < b.title ? -1 : 1))
  const gate = gateVerdict({
    ...claimsAlone(results),
    doubts: [...tooFewAnswers(results, MAX_NON_ANSWERS), ...tooMuchMissing(paired.missing, maxMissing)],
    remarks: paired.leftOut,
  })
  const observations = cellsBehind(decisions)
  const evidence: Omit<Run['evidence'], 'observations'> = {
    candidate: fresh,
    baseline: old,
    baselineId: `${old.name}@${baseline.sha256.slice(0, 12)}`,
    command: `npx vitest-robustness gate ${commandLine(values)}`,
    seed,
    mode: 'gate',
    alpha,
    claimsPlanned: { count: decisions.length, from: 'command line' },
    claims: results,
    missing: [],
    gate,
    comparison: compareWithBaseline({
      manifest: [],
      claims: results,
      pairs: pairsOf(observations, fresh, paired),
      where: {},
      fixed: false,
    }),
    tasks: [{ name: task.name, hash: task.hash, kind: task.kind.kind, sources: task.sources }],
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
  const written = await writeRun(join(resolve(io.cwd), '.robustness'), { evidence, context }, observations)
  return { ...written, observations }
}

/** The cells that the claims asked of both sides. */
function pairsOf(observations: readonly Observation[], candidate: ReleaseInfo, { before }: PairedLogs) {
  return pairCells(observations, candidate.name, (task, example, variant, trial) => {
    const known = before.get(cellKey({ example, variant, trial }))
    if (known === undefined) return null
    const { score } = known
    const outcome = score === null ? 'error' : 'answered'
    return { task, example, variant, trial, outcome, score: score ?? 0, answerHash: null }
  })
}

function readPopulation(written: unknown): boolean {
  if (written === undefined || written === 'source') return false
  if (written === 'dataset') return true
  throw new UsageError(`gate: --population ${JSON.stringify(written)}: source or dataset`)
}

/** What a side leaves out is not left out at random: a candidate that answers only what it can would look better. */
function tooMuchMissing(missing: number, most: number): string[] {
  if (missing <= most) return []
  return [
    `${(100 * missing).toFixed(1)}% of the examples stand in one log alone and were left out, more than ` +
      `--max-missing ${most} allows: nothing is shown by what was not asked of both.`,
  ]
}
