import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findClaimKind, isPerturbation } from '../../claims/index.ts'
import { isMetric, packageMetric, type Metric } from '../../core/metrics/index.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import { messageOf } from '../../core/text/index.ts'
import { UsageError, type ClaimKind, type Perturbation, type TaskKind } from '../../core/types/index.ts'
import { loadMetrics } from '../../integration/session/ownMetrics.ts'
import type { KnownKinds } from '../../verify/index.ts'

/** The lookups by which the kinds of a run are found. */
export interface Kinds extends KnownKinds {
  /** The perturbations from outside the package. */
  readonly perturbations: readonly Perturbation[]
}

/**
 * Loads the kinds of claims, tasks, metrics and perturbations by which a run is read: the package's, and those that a
 * project's own module exports, by themselves or in a record. Throws `UsageError` where the module cannot be loaded or
 * exports none.
 */
export async function loadKinds(cwd: string, module?: string): Promise<Kinds> {
  const own = module === undefined ? [] : await exportedKinds(cwd, module)
  const metrics = new Map(own.filter(isMetric).map((metric) => [metric.name, metric]))
  const claims = new Map(own.filter(isClaimKind).map((kind) => [kind.name, kind]))
  const tasks = new Map(own.filter(isTaskKind).map((kind) => [kind.kind, kind]))
  return {
    // A name of the package always means the package's kind.
    claimKind: (name) => findClaimKind(name) ?? claims.get(name),
    taskKind: (name) => taskKinds.find(({ kind }) => kind === name) ?? tasks.get(name),
    metric: (name) => packageMetric(name) ?? metrics.get(name),
    perturbations: own.filter(isPerturbation),
  }
}

/** Loads the metrics that a command line names as `module#name` in this process. Throws `UsageError`. */
export function metricsHere(named: readonly string[], cwd: string, who: string): Promise<readonly Metric[]> {
  return loadMetrics(named, { baseDir: cwd, importModule: (path) => import(pathToFileURL(path).href), who })
}

async function exportedKinds(cwd: string, module: string): Promise<readonly unknown[]> {
  const exported = await load(resolve(cwd, module), module)
  const values = Object.values(exported)
  const kinds = [...values, ...values.filter(isRecord).flatMap((record) => Object.values(record))].filter(
    (value) => isClaimKind(value) || isTaskKind(value) || isPerturbation(value) || isMetric(value),
  )
  if (kinds.length > 0) return kinds
  throw new UsageError(
    `--with ${module}: it exports nothing made by defineClaim, defineTask, definePerturbation or defineMetric`,
  )
}

async function load(path: string, module: string): Promise<object> {
  try {
    return (await import(pathToFileURL(path).href)) as object
  } catch (cause) {
    const message = messageOf(cause)
    const next = /import statement outside a module|Unexpected token 'export'/.test(message)
      ? `; the project is CommonJS: rename it to ${module.replace(/\.([jt]s)$/, '.m$1')}, or put "type": "module" into package.json`
      : ''
    throw Object.assign(new UsageError(`--with ${module}: it cannot be loaded: ${message}${next}`), { cause })
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isClaimKind(value: unknown): value is ClaimKind {
  return isRecord(value) && typeof value['name'] === 'string' && has(value, ['parse', 'design', 'value'])
}

function isTaskKind(value: unknown): value is TaskKind {
  return isRecord(value) && typeof value['kind'] === 'string' && has(value, ['read', 'sameAnswer', 'score'])
}

function has(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === 'function')
}
