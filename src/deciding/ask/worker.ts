import {
  UsageError,
  type Baseline,
  type Lineage,
  type Observation,
  type RangePart,
  type Release,
  type ReleaseInfo,
  type Task,
} from '../../core/types/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { growthOf, type Growth } from '../../core/sampling/index.ts'
import { connectHost } from '../../host/index.ts'
import { resolveRelease } from '../../models/index.ts'
import type { HostPort } from '../../observe/hostPort.ts'
import {
  anchorRelease,
  baselineLookup,
  readBaseline,
  readGenerations,
  readRangeErrors,
  readRanges,
  type BaselineLookup,
} from '../../runs/index.ts'
import type { WorkerConfig } from './workerConfig.ts'

/** A release that this worker has built, and what the run records of it. */
export interface BuiltRelease {
  readonly release: Release
  readonly info: ReleaseInfo
}

/** A `Worker` holds what the matchers of one worker share. It is built at the first claim, never at import. */
export interface Worker {
  readonly config: WorkerConfig
  readonly host: HostPort
  readonly release: (name: string) => Promise<BuiltRelease>
  /** Closes the releases that were built. */
  readonly close: () => Promise<void>
  /**
   * Returns a task's examples by the generation in which they appeared, from which orders, draws and claims are derived.
   */
  readonly growth: (task: Task) => Growth
  /** Returns the lineages of those tasks that were not reported to the main process yet. */
  readonly unreported: (tasks: readonly Task[]) => readonly Lineage[]
  /** The accepted baseline; `null` without one. */
  readonly baseline: { readonly accepted: Baseline; readonly lookup: BaselineLookup } | null
  /** The pinned release, for use in the place of the baseline; `null` without one. */
  readonly anchor: (NonNullable<Worker['baseline']> & { readonly id: string; readonly name: string }) | null
  /** The ranges that shards handed in, where this run merges them; `null` where it asks by itself. */
  readonly ranges: WorkerRanges | null
}

/** A `WorkerRanges` holds the ranges that shards handed in. */
export interface WorkerRanges {
  readonly parts: readonly RangePart[]
  /** The cells that ended in an error there, by `release/task/example/variant/trial`. */
  readonly errors: ReadonlyMap<string, Observation>
  /** A port that asks nothing: a cell whose answer nobody handed in is missing. */
  readonly host: HostPort
}

/** Loads a user's module by its absolute path. */
export type ImportModule = (path: string) => Promise<unknown>

/** Builds what matchers share. Rejects with `UsageError` where something in the config is wrong. */
export async function buildWorker(config: WorkerConfig, importModule: ImportModule): Promise<Worker> {
  const host = await connectHost(config.address)
  const built = new Map<string, Promise<BuiltRelease>>()
  const release = (name: string): Promise<BuiltRelease> => {
    const known = built.get(name) ?? buildRelease(config, name, importModule)
    built.set(name, known)
    return known
  }
  const close = async (): Promise<void> => {
    const releases = await Promise.allSettled(built.values())
    for (const done of releases) if (done.status === 'fulfilled') await done.value.release.close?.()
  }
  const stored = config.baseline === null ? null : await readBaseline(config.baseline)
  const baseline = stored && { accepted: stored.baseline, lookup: baselineLookup(stored.cells) }
  const growth = await growthIn(config.generations)
  const told = new Set<string>()
  const unreported: Worker['unreported'] = (tasks) =>
    tasks.flatMap((task) => {
      if (told.has(task.name)) return []
      told.add(task.name)
      return [growth(task).lineage]
    })
  const [anchor, ranges] = [await anchorOf(config.anchor), await rangesIn(config.ranges, host)]
  return { config, host, release, close, growth, unreported, baseline, anchor, ranges }
}

/** Looks a task up in the folders that keep generations, the most binding first. Each task is looked up once. */
async function growthIn(folders: readonly string[]): Promise<Worker['growth']> {
  const known = await Promise.all(folders.map((folder) => readGenerations(folder)))
  const grown = new WeakMap<Task, Growth>()
  return (task) => {
    const found = grown.get(task) ?? growthOf(task, ...known.flatMap((lineages) => lineages.get(task.name) ?? []))
    grown.set(task, found)
    return found
  }
}

async function anchorOf(folder: string | undefined): Promise<Worker['anchor']> {
  const stored = folder === undefined ? null : await readBaseline(folder)
  if (stored === null) return null
  const { baseline, cells, id } = stored
  const { release } = baseline
  // The anchor has a name of its own, because the baseline may be the same release at another revision.
  const accepted = { ...baseline, release: { ...release, name: anchorRelease(release.name) } }
  return { accepted, lookup: baselineLookup(cells), id, name: release.name }
}

async function rangesIn(folder: string | undefined, host: HostPort): Promise<WorkerRanges | null> {
  if (folder === undefined) return null
  const ranges = await readRanges(folder)
  return {
    parts: ranges.map(({ part }) => part),
    errors: await readRangeErrors(ranges),
    host: { ...host, knownOnly: true },
  }
}

async function buildRelease(config: WorkerConfig, name: string, importModule: ImportModule): Promise<BuiltRelease> {
  const module = Object.hasOwn(config.releases, name) ? config.releases[name] : undefined
  if (module === undefined) {
    const names = Object.keys(config.releases)
    throw new UsageError(`unknown release "${name}"${didYouMean(name, names)}; the config names ${names.join(', ')}`)
  }
  const release = await resolveRelease(module, config.root, importModule)
  const { model, revision, endpointKind, endpoint, format, parameters } = release
  return { release, info: { name, model, revision, endpointKind, endpoint, format: format.name, parameters } }
}
