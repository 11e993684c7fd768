/** The metrics that a config or a command line names, loaded and checked. */
import { basename, isAbsolute, resolve } from 'node:path'
import { isMetric, ownMetrics, type GivenMetric, type Metric } from '../../core/metrics/index.ts'
import { didYouMean, messageOf } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'

/** A metric, or the module that exports it: `./metrics.ts#shareOfTwos`, or `./metrics.ts` for all that it exports. */
export type NamedMetric = string | Metric

/** The folder in which modules are looked for, and the function that imports them. */
interface Loading {
  readonly baseDir: string
  /** Imports a file by its absolute path, TypeScript included. */
  readonly importModule: (path: string) => Promise<unknown>
  /** The place that named the metrics, for messages: `robustness({ metrics })`. */
  readonly who: string
}

/** Returns the metrics that were named, in their order. */
export async function loadMetrics(named: unknown, loading: Loading): Promise<readonly Metric[]> {
  const { who } = loading
  if (!Array.isArray(named))
    throw new UsageError(`${who}: must be a list of metrics or modules, e.g. ['./metrics.ts#mine']`)
  const given: GivenMetric[] = []
  for (const [at, one] of (named as readonly unknown[]).entries()) {
    if (typeof one === 'string') given.push(...(await exported(one, loading)))
    else given.push({ value: one, from: `metrics[${at}]` })
  }
  try {
    return ownMetrics(given)
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${who}: ${error.message}`)
    throw error
  }
}

async function exported(spec: string, { baseDir, importModule, who }: Loading): Promise<readonly GivenMetric[]> {
  const mark = spec.lastIndexOf('#')
  const file = mark === -1 ? spec : spec.slice(0, mark)
  const path = isAbsolute(file) ? file : resolve(baseDir, file)
  const module = await importModule(path).then(
    // The namespace of a module has no prototype: a plain copy answers `hasOwn`.
    (found) => ({ ...(found as Readonly<Record<string, unknown>>) }),
    (cause: unknown) => {
      throw Object.assign(new UsageError(`${who}: ${path} cannot be loaded: ${messageOf(cause)}`), { cause })
    },
  )
  const names = Object.keys(module)
  if (mark !== -1) {
    const name = spec.slice(mark + 1)
    if (Object.hasOwn(module, name)) return [{ value: module[name], from: `${path}#${name}` }]
    const known = names.length === 0 ? 'it exports nothing' : `its exports: ${names.join(', ')}`
    throw new UsageError(`${who}: ${path} has no export ${JSON.stringify(name)}${didYouMean(name, names)}; ${known}`)
  }
  const found = names
    .filter((name) => isMetric(module[name]))
    .map((name) => ({ value: module[name], from: `${path}#${name}` }))
  if (found.length > 0) return found
  throw new UsageError(`${who}: ${basename(path)} exports no metric made by defineMetric: ${path}`)
}
