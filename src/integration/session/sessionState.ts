import { relative } from 'node:path'
import type { TestSpecification, Vitest } from 'vitest/node'
import type { Metric } from '../../core/metrics/index.ts'
import type { Lineage } from '../../core/types/index.ts'
import type { MeasureBudget } from '../../deciding/ask/workerConfig.ts'
import type { StoredBaseline } from '../../runs/index.ts'
import type { ExitGuard } from './exitGuard.ts'
import type { SessionLedger } from './ledger.ts'
import type { ReadRobustnessOptions } from './options.ts'
import type { SessionWaivers } from './waivers.ts'

/** What the main process knows of its run before anything is asked. */
export interface SessionState {
  readonly vitest: Vitest
  readonly options: ReadRobustnessOptions
  readonly mode: 'gate' | 'measure' | 'plan'
  readonly measure?: MeasureBudget
  /** The metrics to measure that are not the package's. */
  readonly metrics: readonly Metric[]
  /** Folder of runs, journals and the store, absolute. */
  readonly folder: string
  readonly baselineFolder: string | null
  readonly stored: StoredBaseline | null
  /** The pinned release that regression claims are held against besides. */
  readonly anchor: StoredBaseline | null
  readonly seen: readonly string[] | null
  /** K and where it comes from. */
  readonly claimsPlanned: { readonly count: number; readonly from: 'manifest' | 'default' }
  readonly ledger: SessionLedger | null
  /** The generations of the examples of each task that a claim asked, as workers hand them in. */
  readonly lineages: Map<string, Lineage>
  readonly waivers: SessionWaivers | null
  /** ISO date. */
  readonly today: string
  /** Which part of the suites runs here, where the gate is decided elsewhere: by `vitest run --merge-reports`. */
  readonly shard: SessionShard | null
  /** Who started vitest: the command `gate` promises a gate. */
  readonly command: 'gate' | 'vitest'
  /** How the run under way was narrowed. */
  readonly selection: () => Selection
  readonly selected: (selection: Selection) => void
  /** Why the baseline that the config names cannot be compared with; `null` where there is one, or needs to be none. */
  readonly baselineMissing: string | null
  readonly guard: ExitGuard
  /** Whether this process runs nothing and decides the gate of the shards that ran. */
  readonly merges: boolean
}

/** Which part of the suites runs here. */
interface SessionShard {
  /** From 1. */
  readonly index: number
  readonly count: number
  /** Whether the tests' outcomes are written for the merge. */
  readonly blob: boolean
}

/**
 * The part of the suites that this process runs, where another decides the gate; `null` where this one does. A run for
 * the blob reporter alone is the first part of one.
 */
export function sessionShard({ config }: Pick<Vitest, 'config'>): SessionShard | null {
  if (config.mergeReports) return null
  const blob = config.reporters.some((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter) === 'blob')
  if (config.shard) return { index: config.shard.index, count: config.shard.count, blob }
  return blob ? { index: 1, count: 1, blob } : null
}

/** How an invocation narrowed what vitest runs, as the user wrote it. */
interface Selection {
  /** Filters that leave whole files out: arguments, `--project`, `related`, `--changed`, `--lastFailed`. */
  readonly files: readonly string[]
  /** The pattern of `-t`, or of the config. */
  readonly pattern: string | null
  /** Lines of tests, e.g. `a.robust.ts:12`. */
  readonly lines: readonly string[]
  readonly tags: readonly string[]
  /** Whether vitest was told that no test at all is fine, by an option or by a filter that says so. */
  readonly emptyIsFine: boolean
}

/** Reads the filters of a run that begins. `--exclude` and `--dir` say what the project is, they choose nothing. */
export function readSelection(vitest: Vitest, specifications: readonly TestSpecification[]): Selection {
  const { config } = vitest
  // No part of vitest's types: the arguments that were no options.
  const { filenamePattern = [] } = vitest as { readonly filenamePattern?: readonly string[] }
  const pattern = vitest.getGlobalTestNamePattern() ?? config.testNamePattern
  const projects = [config.project].flat().filter((name) => typeof name === 'string' && name !== '')
  // Vitest 4.1 has neither the option nor the arguments in its config.
  const { lastFailed } = (config.cliOptions ?? {}) as { readonly lastFailed?: boolean }
  const lines = specifications.flatMap(({ moduleId, testLines = [] }) =>
    testLines.map((line) => `${relative(config.root, moduleId)}:${line}`),
  )
  return {
    files: [
      ...filenamePattern,
      ...projects.map((name) => `--project ${name}`),
      ...(config.related ?? []).map((file) => `related ${relative(config.root, file)}`),
      ...(config.changed ? ['--changed'] : []),
      ...(lastFailed ? ['--lastFailed'] : []),
    ],
    pattern: pattern ? `-t ${String(pattern)}` : null,
    lines,
    tags: config.tagsFilter ?? [],
    emptyIsFine: config.passWithNoTests,
  }
}

/** Narrowings within files, as the user wrote them. */
export function namesOf({ pattern, lines, tags }: Selection): string[] {
  return [...(pattern === null ? [] : [pattern]), ...lines, ...tags.map((tag) => `--tagsFilter ${tag}`)]
}
