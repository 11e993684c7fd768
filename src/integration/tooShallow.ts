import { noteOnAddedSources } from '../core/wording/index.ts'
import type { ClaimSpec, Task } from '../core/words/index.ts'
import type { Worker } from './worker.ts'

/** Why cells that the baseline lacks cannot be had from its release; `null` if they can. */
export async function notTopped({ baseline, config, release }: Worker): Promise<string | null> {
  if (!baseline) return null
  const { name, revision } = baseline.accepted.release
  if (!Object.hasOwn(config.releases, name)) return `the config names no release ${name}`
  if (revision === null) return `${name} has no immutable revision, so it may be another model by now`
  const { info } = await release(name)
  return info.revision === revision ? null : `${name} is at revision ${info.revision} here, ${revision} was accepted`
}

/**
 * The order of a regression claim without the sources that were added after the baseline was accepted, where its release
 * cannot be asked for their cells any more: they wait for the next acceptance, and `waiting` says so.
 */
export async function withoutWaiting(
  { roles }: Pick<ClaimSpec, 'roles'>,
  task: Task,
  worker: Worker,
  order: readonly string[],
): Promise<{ readonly order: readonly string[]; readonly waiting: readonly string[] }> {
  const { generations } = worker.growth(task).lineage
  const accepted = worker.baseline?.accepted.generations?.[task.name] ?? 1
  if (generations.length <= accepted || !roles.some(({ side }) => side === 'both')) return { order, waiting: [] }
  const why = await notTopped(worker)
  if (why === null) return { order, waiting: [] }
  const added = new Set(generations.slice(accepted).flatMap((own) => Object.keys(own)))
  const note = noteOnAddedSources(added.size, why)
  return { order: order.filter((source) => !added.has(source)), waiting: [note] }
}
