import type { ReleaseProbe, RunContext } from '../core/words/index.ts'
import { readProbes } from '../runs/index.ts'
import type { SessionState } from './sessionState.ts'

/** What `doctor --probe` found of the config's releases, for the run's provenance. */
export async function knownProbes({ folder, options }: SessionState): Promise<Pick<RunContext, 'probes'>> {
  const known = (await readProbes(folder)).filter(({ release }) => Object.hasOwn(options.releases, release))
  if (known.length === 0) return {}
  return { probes: known.map(({ release, on, dropped, refused }): ReleaseProbe => ({ release, on, dropped, refused })) }
}
