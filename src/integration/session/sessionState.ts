import { relative } from 'node:path'
import type { TestSpecification, Vitest } from 'vitest/node'
import type { Metric } from '../../core/metrics/index.ts'
import type { Lineage, Mode, RangePart } from '../../core/types/index.ts'
import type { StoredRange } from '../../runs/index.ts'
import type { SessionBaseline } from './baseline.ts'
import type { ExitGuard } from './exitGuard.ts'
import type { SessionLedger } from './ledger.ts'
import type { ReadRobustnessOptions } from './options.ts'
import type { SessionWaivers } from './waivers.ts'

/** The state of a run that the main process knows before anything is asked. */
export interface SessionState extends SessionBaseline {
  readonly vitest: Vitest
  readonly options: ReadRobustnessOptions
  readonly mode: Mode
  /** The metrics to measure that are not the package's. */
  readonly metrics: readonly Metric[]
  /** Folder of runs, journals and the store, absolute. */
  readonly folder: string
  readonly ledger: SessionLedger | null
  /** The generations of the examples of each task that a claim asked, as workers hand them in. */
  readonly lineages: Map<string, Lineage>
  readonly waivers: SessionWaivers | null
  /** ISO date. */
  readonly today: string
  /** The part of the suites that runs here, where the gate is decided elsewhere: by `vitest run --merge-reports`. */
  readonly shard: SessionShard | null
  /** `gate` if the command `gate` started vitest, which promises a gate; else `vitest`. */
  readonly command: 'gate' | 'vitest'
  /** The filters of the present run. */
  readonly selection: () => Selection
  readonly selected: (selection: Selection) => void
  readonly guard: ExitGuard
  /** True if this process runs nothing and decides the gate of the shards that ran. */
  readonly merges: boolean
  /** The range of each claim's plan that is asked here, where a merge decides; `null` elsewhere. */
  readonly range: SessionRange | null
  /** The ranges that shards handed in, where this run merges them and decides; `null` elsewhere. */
  readonly ranges: readonly StoredRange[] | null
}

/** The range of each claim's plan that a session asks. */
interface SessionRange {
  /** Its working folder, absolute. */
  readonly folder: string
  /** The record that was written as it began. */
  readonly part: RangePart
}

/** The part of the suites that runs here. */
interface SessionShard {
  /** The number of the shard, from 1. */
  readonly index: number
  readonly count: number
  /** True if the tests' outcomes are written for the merge. */
  readonly blob: boolean
}

/**
 * Returns the part of the suites that this process runs, where another decides the gate; `null` where this one does. A run
 * for the blob reporter alone is the first part of one.
 */
export function sessionShard({ config }: Pick<Vitest, 'config'>): SessionShard | null {
  if (config.mergeReports) return null
  const blob = config.reporters.some((reporter) => (Array.isArray(reporter) ? reporter[0] : reporter) === 'blob')
  if (config.shard) return { index: config.shard.index, count: config.shard.count, blob }
  return blob ? { index: 1, count: 1, blob } : null
}

/** The filters of an invocation, as the user wrote them. */
interface Selection {
  /** Filters that leave whole files out: arguments, `--project`, `related`, `--changed`, `--lastFailed`. */
  readonly files: readonly string[]
  /** The pattern of `-t`, or of the config. */
  readonly pattern: string | null
  /** Lines of tests, e.g. `a.robust.ts:12`. */
  readonly lines: readonly string[]
  readonly tags: readonly string[]
  /** True if an option or a filter says that it is fine to have no test at all. */
  readonly emptyIsFine: boolean
}

/** Reads the filters of a run that begins. `--exclude` and `--dir` define the project and are no filters. */
export function readSelection(vitest: Vitest, specifications: readonly TestSpecification[]): Selection {
  const { config } = vitest
  // Vitest's types lack this property: the arguments that were no options.
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

/** Returns the filters within files, as the user wrote them. */
export function namesOf({ pattern, lines, tags }: Selection): string[] {
  return [...(pattern === null ? [] : [pattern]), ...lines, ...tags.map((tag) => `--tagsFilter ${tag}`)]
}
