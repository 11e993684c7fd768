import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { attemptAlpha, mergeLedger } from '../core/gate/index.ts'
import { candidateId } from '../core/plan/index.ts'
import type { LedgerEntry, Observation, Run } from '../core/words/index.ts'
import { asRun, checkRun, readText } from '../runs/index.ts'
import { digestOf, shownBy } from './attemptRecord.ts'

/** Run folders that are looked into, the latest: each names all attempts before it. */
const MOST = 100

/**
 * Attempts at a baseline that were written into its ledger, as run folders below `dir` tell, and that are not among the
 * `known` ones. A run that no ledger was written for is none, but those that it names as earlier ones stood in a ledger.
 */
export async function lostAttempts(
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
  // What a run decided that was counted as another attempt than it claimed to be is not what that attempt must show again.
  const own = counted.id === attempt.id ? { evidence: digestOf(claims) } : {}
  entries.push({
    ...counted,
    baseline: baselineId,
    candidate: candidateId(candidate),
    seed,
    alpha: attemptAlpha(attempt.total, counted.attempt),
    verdict: gate.verdict,
    ...own,
    spent: claims.flatMap((claim) => shownBy(claim, groups)),
  })
  return entries
}

/** The sources of the examples that a run showed, from its observations; none where these are not what it wrote. */
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
