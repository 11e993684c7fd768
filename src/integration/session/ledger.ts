import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readVariable, VARIABLES } from '../../core/environment/index.ts'
import { attemptAlpha, mergeLedger } from '../../core/gate/index.ts'
import { canonicalJson, sha256 } from '../../core/hash/index.ts'
import { candidateId } from '../../core/sampling/index.ts'
import { compareText } from '../../core/text/index.ts'
import {
  type ClaimResult,
  type LedgerEntry,
  type Observation,
  type Run,
  type SpentExample,
  UsageError,
} from '../../core/types/index.ts'
import { asRun, checkRun, readLedger, readText, type StoredBaseline } from '../../runs/index.ts'
import type { ReadRobustnessOptions } from './options.ts'

/** The most run folders that are read, the latest first: each names all attempts before it. */
const MOST = 100

/** The ledger of attempts as a session found it. */
export interface SessionLedger {
  readonly file: string
  /** The attempts in the file, and those that it lost. */
  readonly entries: readonly LedgerEntry[]
  /** Attempts that run folders know of and the file does not hold any more: it was deleted, or lines were cut. */
  readonly lost: readonly LedgerEntry[]
  /** True if there is such a file. */
  readonly found: boolean
  /** True if this run's attempt is written into it. */
  readonly record: boolean
  /** True if answers of an undecided attempt are at hand, in the journal or the store; known once the host runs. */
  readonly kept: () => boolean
}

/**
 * Finds the ledger: where `ledger` says, else `ledger.jsonl` beside the baseline. Without the option a ledger that is
 * there is read, and written only if `ROBUSTNESS_LEDGER=record`. `null`: none is kept, or nothing is accepted yet, so
 * that there is nothing to count attempts at. Attempts that run folders below `folder` know of are counted even if the
 * file is gone: otherwise deleting the ledger would give every candidate new chances. Throws `UsageError`.
 */
export async function sessionLedger(
  { ledger, baseline }: Pick<ReadRobustnessOptions, 'ledger' | 'baseline'>,
  { root, folder }: { readonly root: string; readonly folder: string },
  stored: StoredBaseline | null,
  env: NodeJS.ProcessEnv,
  kept: SessionLedger['kept'],
): Promise<SessionLedger | null> {
  const asked = readVariable(env, 'ledger') ?? ''
  // `doctor --aa` gates a release against itself many times; these are no attempts.
  if (asked === 'off') return null
  if (asked !== '' && asked !== 'record')
    throw new UsageError(`${VARIABLES.ledger}="${asked}": must be "record", "off" or left out`)
  const record = asked === 'record' || ledger === true || typeof ledger === 'string'
  if (record && baseline === undefined)
    throw new UsageError(
      `a ledger counts attempts at a baseline: add baseline: 'baselines/<line>' to robustness({ … })`,
    )
  if (baseline === undefined || stored === null || (ledger === false && !record)) return null
  const file = typeof ledger === 'string' ? resolve(root, ledger) : join(resolve(root, baseline), 'ledger.jsonl')
  const entries = await readLedger(file)
  const lost = await lostAttempts(folder, stored.id, entries ?? [])
  if (entries === null && lost.length === 0 && !record) return null
  const all = [...(entries ?? []), ...lost]
  return { file, entries: all, lost, found: entries !== null, record, kept }
}

/**
 * Finds attempts at a baseline that were in its ledger, as run folders below `dir` show, and that are not among the
 * `known` ones. A run for which no ledger was written is no attempt itself, but the earlier attempts that it names were
 * in a ledger.
 */
async function lostAttempts(
  dir: string,
  baseline: string,
  known: readonly LedgerEntry[],
): Promise<readonly LedgerEntry[]> {
  const folder = join(dir, 'runs')
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /^\d/.test(name))
    .toSorted()
    .slice(-MOST)
  const ids = new Set(known.flatMap((entry) => (entry.baseline === baseline ? [entry.id] : [])))
  const lost: LedgerEntry[] = []
  for (const name of names) {
    // One after the other: a run file can be large, and nothing of it is kept where the ledger has its attempts.
    // oxlint-disable-next-line no-await-in-loop
    const text = await readText(join(folder, name, 'run.json')).catch(() => null)
    // Most runs are of other baselines, or have nothing new: checking them whole takes much longer than this.
    if (text === null || !text.includes(baseline) || idsIn(text).every((id) => ids.has(id))) continue
    const run = asRun(text, name)
    if (run?.evidence.baselineId !== baseline) continue
    // oxlint-disable-next-line no-await-in-loop
    for (const entry of await attemptsOf(run, join(folder, name))) if (!ids.has(entry.id)) lost.push(entry)
  }
  return mergeLedger(lost)
}

function idsIn(text: string): string[] {
  try {
    const { evidence, context } = JSON.parse(text) as Partial<Run>
    const counted = context?.counted === undefined ? [] : [context.counted]
    return [...(evidence?.attempt?.earlier ?? []), ...counted].map(({ id }) => id)
  } catch {
    return []
  }
}

async function attemptsOf({ evidence, context }: Run, folder: string): Promise<LedgerEntry[]> {
  const { attempt, baselineId, candidate, seed, gate, claims } = evidence
  if (!attempt || baselineId === null) return []
  const entries = attempt.earlier.map((entry): LedgerEntry =>
    Object.assign({}, entry, { baseline: baselineId, spent: [] }),
  )
  const { counted } = context
  if (counted === undefined) return entries
  const groups = await groupsOf(
    folder,
    new Set(claims.flatMap((claim) => claim.counterexamples.map((one) => one.example))),
  )
  // A run that was counted under another number than it claimed does not say what the attempt of that number must show
  // again.
  const own = counted.id === attempt.id ? { evidence: digestOf(claims) } : {}
  entries.push({
    ...counted,
    baseline: baselineId,
    candidate: candidateId(candidate),
    seed,
    alpha: attemptAlpha(attempt.total, counted.attempt),
    verdict: gate.verdict,
    ...own,
    claims: gatingIds(claims),
    spent: claims.flatMap((claim) => shownBy(claim, groups)),
  })
  return entries
}

/** Returns the sources of the examples that a run showed, from its observations; none where these are not what it wrote. */
async function groupsOf(
  folder: string,
  shown: ReadonlySet<string>,
): Promise<readonly Pick<Observation, 'task' | 'example' | 'group'>[]> {
  const found = new Map<string, Pick<Observation, 'task' | 'example' | 'group'>>()
  if (shown.size === 0) return []
  const whole = await checkRun(folder, ({ task, example, group }) => {
    if (shown.has(example)) found.set(JSON.stringify([task, example]), { task, example, group })
  }).catch(() => null)
  return whole === null ? [] : [...found.values()]
}

/** Returns a digest of the figures of a run's claims. A decided attempt that is run again must show the same. */
export function digestOf(claims: readonly ClaimResult[]): string {
  const figures = claims
    .map(({ id, verdict, units, cells, logWealth }) => [id, verdict, units, cells, logWealth.pass, logWealth.fail])
    .toSorted(([a], [b]) => compareText(String(a), String(b)))
  return sha256(canonicalJson(figures)).slice(0, 16)
}

/** Ids of the gating claims of a run, as their suites wrote them. */
export function gatingIds(claims: readonly ClaimResult[]): string[] {
  const ids = claims.flatMap(({ id, waived, spec }) => (spec.advisory ? [] : [waived?.of ?? id]))
  return [...new Set(ids)].toSorted(compareText)
}

/** Returns the examples that a claim showed. */
export function shownBy(
  { spec, waived, id, counterexamples }: ClaimResult,
  observations: Iterable<Pick<Observation, 'task' | 'example' | 'group'>>,
): SpentExample[] {
  return counterexamples.map(({ example, after }) => ({
    claim: waived?.of ?? id,
    task: spec.task,
    example,
    group:
      Iterator.from(observations).find((seen) => seen.task === spec.task && seen.example === example)?.group ?? example,
    variant: after.variant,
  }))
}
