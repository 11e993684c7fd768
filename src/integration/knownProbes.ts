import type { ReleaseProbe, RunContext } from '../core/words/index.ts'
import { readProbes } from '../runs/index.ts'
import type { SessionState } from './sessionState.ts'

/** What `doctor --probe` found of the config's releases, for the run's provenance. */
export async function knownProbes({ folder, options, vitest }: SessionState): Promise<Pick<RunContext, 'probes'>> {
  const warn = (sentence: string): void => vitest.logger.warn(`vitest-robustness: ${sentence}`)
  const known = (await readProbes(folder, warn)).filter(({ release }) => Object.hasOwn(options.releases, release))
  if (known.length === 0) return {}
  return { probes: known.map(({ release, on, dropped, refused }): ReleaseProbe => ({ release, on, dropped, refused })) }
}
