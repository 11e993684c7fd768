import { FIRST_READER, readerChange } from '../core/gate/index.ts'
import type { Run, TaskKind } from '../core/types/index.ts'
import type { StoredBaseline } from './readBaseline.ts'

/** What is known of the readers here. */
interface KnownReaders {
  readonly taskKind: (name: string) => TaskKind | undefined
  readonly baseline: StoredBaseline | null
  /** Version of this package. A run that it wrote was read by its own readers; one of another version by them or earlier ones. */
  readonly version?: string
}

/**
 * Where a run cannot have been read by the version of a reader that it names: one that this package never had, another than
 * that of the package that wrote it, or another than the accepted answers were read by although it was decided against them.
 * One sentence each.
 */
export function readerDifferences({ evidence, context }: Run, { taskKind, baseline, version }: KnownReaders): string[] {
  const same = version !== undefined && context.versions['vitest-robustness'] === version
  const paired = new Set(
    evidence.claims.flatMap(({ verdict, spec }) =>
      verdict !== 'not applicable' && spec.against === undefined && spec.roles.some(({ side }) => side === 'both')
        ? [spec.task, ...(spec.other ? [spec.other.task] : [])]
        : [],
    ),
  )
  return evidence.tasks.flatMap(({ name, kind, reader }) => {
    const known = taskKind(kind)
    if (known === undefined) return []
    const own = known.reader ?? FIRST_READER
    if (reader === undefined) return [`the task ${name} does not say by which version of its reader answers were read`]
    const read = `answers of task ${name} are recorded as read by version ${reader} of its reader`
    if (same && reader !== own) return [`${read}, and version ${version} of the package reads them by version ${own}`]
    if (!isEarlier(reader, own)) return [`${read}, and this package has none after version ${own}`]
    const change = baseline && paired.has(name) ? readerChange({ name, reader }, baseline.baseline) : null
    return change === null ? [] : [`claims on ${name} are decided against the baseline, although ${change}`]
  })
}

/** Versions of readers count from 1; a task from elsewhere may name its own otherwise, and then only that one is known. */
function isEarlier(reader: string, own: string): boolean {
  if (reader === own) return true
  return /^[1-9]\d{0,3}$/.test(reader) && Number(reader) <= Number(own)
}
