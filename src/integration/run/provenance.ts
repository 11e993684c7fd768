import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import type { Vitest } from 'vitest/node'
import type { ReleaseProbe, RunContext } from '../../core/types/index.ts'
import { readProbes } from '../../runs/index.ts'
import { tracingVariables } from '../session/environment.ts'
import type { SessionState } from '../session/sessionState.ts'

/** The surroundings of a run, as they are when it begins. */
export interface Surroundings {
  /** This package's version. */
  readonly version: string
  /** The commit that is checked out; `null` outside of a repository. */
  readonly commit: string | null
}

/** Looks up the surroundings of a run. Git is another process, for which the end of a run should not wait. */
export async function lookAround(root: string): Promise<Surroundings> {
  const [version, commit] = await Promise.all([ownVersion(), gitCommit(root)])
  return { version, commit }
}

/** Returns the versions, the commit, and the names (never the values) of tracing variables that are on. */
export function provenance(
  vitest: Vitest,
  { version, commit }: Surroundings,
): Pick<RunContext, 'versions' | 'commit' | 'tracing'> {
  return {
    versions: { 'vitest-robustness': version, vitest: vitest.version, node: process.versions.node },
    commit,
    tracing: tracingVariables(process.env),
  }
}

/**
 * Returns the package's version, from the nearest package.json above this file (sources and build stand at different
 * depths).
 */
export async function ownVersion(): Promise<string> {
  for (const above of ['../../package.json', '../../../package.json']) {
    const text = await readFile(new URL(above, import.meta.url), 'utf8').catch(() => null)
    const found: unknown = text === null ? null : JSON.parse(text)
    if (
      typeof found === 'object' &&
      found !== null &&
      'name' in found &&
      found.name === 'vitest-robustness' &&
      'version' in found
    ) {
      return String(found.version)
    }
  }
  return 'unknown'
}

/** Returns the commit that is checked out in `root`; `null` outside of a repository. */
export async function gitCommit(root: string): Promise<string | null> {
  const run = promisify(execFile)
  const found = await run('git', ['rev-parse', 'HEAD'], { cwd: root }).catch(() => null)
  return found?.stdout.trim() || null
}

/** Returns the release line, as the config names it or the folder of its baseline does; nothing where there is neither. */
export function lineOf({ options, baselineFolder }: SessionState): Pick<RunContext, 'line'> {
  const line = options.line ?? (baselineFolder === null ? undefined : basename(baselineFolder))
  return line === undefined ? {} : { line }
}

/** Returns the findings of `doctor --probe` about the config's releases, for the run's provenance. */
export async function knownProbes({ folder, options, vitest }: SessionState): Promise<Pick<RunContext, 'probes'>> {
  const warn = (sentence: string): void => vitest.logger.warn(`vitest-robustness: ${sentence}`)
  const known = (await readProbes(folder, warn)).filter(({ release }) => Object.hasOwn(options.releases, release))
  if (known.length === 0) return {}
  return { probes: known.map(({ release, on, dropped, refused }): ReleaseProbe => ({ release, on, dropped, refused })) }
}

/** Adds up the calls of several runs, and the unpinned answers of earlier invocations that they used. */
export function callsOf(contexts: readonly Pick<RunContext, 'calls' | 'earlierAnswers'>[]): {
  readonly calls: RunContext['calls']
  readonly earlierAnswers: Required<RunContext>['earlierAnswers'] | null
} {
  const sum = (pick: (context: Pick<RunContext, 'calls' | 'earlierAnswers'>) => number) =>
    contexts.reduce((total, context) => total + pick(context), 0)
  const until = contexts
    .flatMap(({ earlierAnswers }) => earlierAnswers?.until ?? [])
    .toSorted()
    .at(-1)
  return {
    calls: {
      made: sum(({ calls }) => calls.made),
      reused: sum(({ calls }) => calls.reused),
      retried: sum(({ calls }) => calls.retried),
    },
    earlierAnswers:
      until === undefined ? null : { count: sum(({ earlierAnswers }) => earlierAnswers?.count ?? 0), until },
  }
}
