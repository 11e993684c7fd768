import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EarlierClaim } from '../core/gate/index.ts'
import { isPartial } from '../core/wording/index.ts'
import type { ReleaseInfo, Run, TrendPoint } from '../core/types/index.ts'
import { readText } from './_internal/files.ts'
import { evidenceHash } from '../core/hash/index.ts'
import { problems } from '../schemas/index.ts'
import { hashInName } from './runFolder.ts'

/** A gate run that was found, by the name of its folder. */
export interface GateRun {
  readonly run: string
  readonly evidence: Run['evidence']
}

/**
 * Finds the latest gate run of a release (its name, model and revision) against a baseline, in `dir` (`.robustness`). A
 * run of the whole suites wins over a later one of a part, which is most often a replay. `null`: none. Run folders that
 * cannot be read are skipped.
 */
export async function lastGate(dir: string, release: ReleaseInfo, baselineId: string | null): Promise<GateRun | null> {
  const runs = join(dir, 'runs')
  const names = (await readdir(runs).catch(() => []))
    .filter((name) => /^\d/.test(name))
    .toSorted()
    .toReversed()
  let part: GateRun | null = null
  for (const name of names) {
    const run = asRun(await readText(join(runs, name, 'run.json')), name)
    const evidence = run?.evidence
    if (evidence?.mode !== 'gate' || evidence.baselineId !== baselineId) continue
    const { candidate } = evidence
    if (candidate.name !== release.name || candidate.model !== release.model) continue
    if (candidate.revision !== release.revision) continue
    if (!isPartial(evidence)) return { run: name, evidence }
    part ??= { run: name, evidence }
  }
  return part
}

/** The most run folders that are read, the latest ones: a history holds the earlier ones. */
const MOST_RUNS = 100

/** The earlier gates that run folders record. */
export interface EarlierRuns {
  /** The number of gate runs that were found, of any release. */
  readonly runs: number
  readonly claims: readonly EarlierClaim[]
}

/**
 * Finds the gating claims of `ids` that earlier gate runs in `dir` (`.robustness`) decided or left open for the same
 * revision (without one: the same model) in the same prompt format. Folders that cannot be read are skipped.
 */
export async function findEarlierClaims(
  dir: string,
  candidate: ReleaseInfo,
  ids: ReadonlySet<string>,
): Promise<EarlierRuns> {
  const folder = join(dir, 'runs')
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /^\d/.test(name))
    .toSorted()
    .slice(-MOST_RUNS)
  let runs = 0
  const claims: EarlierClaim[] = []
  for (const name of names) {
    // One after the other: a run file can be large, and only a few figures of it are kept.
    // oxlint-disable-next-line no-await-in-loop
    const evidence = asRun(await readText(join(folder, name, 'run.json')).catch(() => null), name)?.evidence
    if (evidence?.mode !== 'gate') continue
    runs += 1
    const { model, revision, format } = evidence.candidate
    if (model !== candidate.model || revision !== candidate.revision || format !== candidate.format) continue
    for (const { id, waived, verdict, units, spec } of evidence.claims)
      if (!spec.advisory && verdict !== 'not applicable' && ids.has(waived?.of ?? id))
        claims.push({ run: name, seed: evidence.seed, verdict, units })
  }
  return { runs, claims }
}

/**
 * Returns the claims of the gate runs in the folders beside a run's that began before it, for a trend, oldest first.
 * Folders that cannot be read are skipped, and so are claims that were not applicable.
 */
export async function trendOf(folder: string, run: Run): Promise<TrendPoint[]> {
  const names = await readdir(dirname(folder)).catch(() => [])
  const texts = await Promise.all(
    names.map(async (name) => {
      return { name, text: await readText(join(dirname(folder), name, 'run.json')).catch(() => null) }
    }),
  )
  return texts
    .flatMap(({ name, text }) => asRun(text, name) ?? [])
    .filter(({ evidence, context }) => evidence.mode === 'gate' && context.startedAt < run.context.startedAt)
    .toSorted((a, b) => (a.context.startedAt < b.context.startedAt ? -1 : 1))
    .flatMap(({ evidence: { claims }, context: { startedAt } }) =>
      claims
        .filter(({ verdict }) => verdict !== 'not applicable')
        .map(({ release, title, verdict, interval, spec }) => {
          return { release, at: startedAt, title, verdict, interval, limit: spec.limit }
        }),
    )
}

/**
 * Reads the run in a text of `run.json`; `null` for anything else, and for a run whose hash is not the one in the
 * folder's name. It serves searches over many folders, in which one bad file is skipped.
 */
export function asRun(text: string | null, folder: string): Run | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    if (problems('run', value).length > 0) return null
    const run = value as Run
    const named = hashInName(folder)
    return named === null || run.schema === 1 || evidenceHash(run).startsWith(named) ? run : null
  } catch {
    return null
  }
}
