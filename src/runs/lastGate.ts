import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isPartial } from '../core/gate/index.ts'
import type { ReleaseInfo, Run } from '../core/types/index.ts'
import { asRun } from './asRun.ts'
import { readText } from './readText.ts'

/** A gate run that was found, by the name of its folder. */
export interface GateRun {
  readonly run: string
  readonly evidence: Run['evidence']
}

/**
 * The latest gate run of a release (its name, model and revision) against a baseline, in `dir` (`.robustness`). A run of
 * the whole suites wins over a later one of a part, which is most often a replay. `null`: none. Run folders that cannot
 * be read are passed over.
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
    if (!isPartial(evidence.gate)) return { run: name, evidence }
    part ??= { run: name, evidence }
  }
  return part
}
