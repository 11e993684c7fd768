import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EarlierClaim } from '../core/gate/index.ts'
import type { ReleaseInfo } from '../core/types/index.ts'
import { asRun } from './asRun.ts'
import { readText } from './readText.ts'

/** Run folders that are looked into, the latest: a history holds the ones before. */
const MOST = 100

/** What run folders say of earlier gates. */
export interface EarlierRuns {
  /** Gate runs that were found, of whatever release. */
  readonly runs: number
  readonly claims: readonly EarlierClaim[]
}

/**
 * The gating claims of `ids` that earlier gate runs in `dir` (`.robustness`) decided or left open for the same revision
 * (without one: the same model) in the same prompt format. Folders that cannot be read are passed over.
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
    .slice(-MOST)
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
