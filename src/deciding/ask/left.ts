import { claimLevels } from '../../core/gate/index.ts'
import { noteOnAddedSources } from '../../core/wording/index.ts'
import type { ClaimSpec, Task } from '../../core/types/index.ts'
import { sharesOf, sourceOrder, workerAttempt } from './attempt.ts'
import type { Claim } from './claim.ts'
import type { Worker } from './worker.ts'

/**
 * Returns what this attempt leaves a claim: the order without sources that wait or are only shown, its levels, and the most
 * cells.
 */
export async function leftOf({ spec, task, otherTask: other, candidate, worker, order: whole }: Claim) {
  const { config } = worker
  const { order, waiting } = await withoutWaiting(spec, task, worker, whole)
  const attempt = await workerAttempt(worker)
  const maxCells = Math.min(config.maxCells, Number(spec.options['maxCells'] ?? Infinity))
  const own = sharesOf(order, task, spec, worker, attempt)
  const second = other && sharesOf(sourceOrder(other, candidate, worker), other, spec, worker, attempt)
  return {
    attempt,
    waiting,
    left: { order: own.deciding, ...generationsOf(task, worker), ...claimLevels(spec, config, attempt), maxCells },
    second: other && second && { other: { task: other, order: second.deciding, ...generationsOf(other, worker) } },
    /** The sources that decide nothing, of its task and of the other. */
    display: {
      order: own.display,
      ...(other && second && { other: { task: other, order: second.display } }),
    },
  }
}

/** Says why cells that the baseline lacks cannot be asked of its release; `null` if they can. */
export async function whyNotTopped({ baseline, config, release }: Worker): Promise<string | null> {
  if (!baseline) return null
  const { name, revision } = baseline.accepted.release
  if (!Object.hasOwn(config.releases, name)) return `the config names no release ${name}`
  if (revision === null) return `${name} has no immutable revision, so it may be another model by now`
  const { info } = await release(name)
  return info.revision === revision ? null : `${name} is at revision ${info.revision} here, ${revision} was accepted`
}

/**
 * Returns the order of a regression claim without the sources that were added after the baseline was accepted, where its
 * release cannot be asked for their cells any more: they wait for the next acceptance, and `waiting` says so.
 */
async function withoutWaiting(
  { roles }: Pick<ClaimSpec, 'roles'>,
  task: Task,
  worker: Worker,
  order: readonly string[],
): Promise<{ readonly order: readonly string[]; readonly waiting: readonly string[] }> {
  const { generations } = worker.growth(task).lineage
  const accepted = worker.baseline?.accepted.generations?.[task.name] ?? 1
  if (generations.length <= accepted || !roles.some(({ side }) => side === 'both')) return { order, waiting: [] }
  const why = await whyNotTopped(worker)
  if (why === null) return { order, waiting: [] }
  const added = new Set(generations.slice(accepted).flatMap((own) => Object.keys(own)))
  const note = noteOnAddedSources(added.size, why)
  return { order: order.filter((source) => !added.has(source)), waiting: [note] }
}

/** Returns the sources of each generation, where there are several. */
function generationsOf(task: Task, { growth }: Worker): { readonly generations?: readonly ReadonlySet<string>[] } {
  const { generations } = growth(task).lineage
  return generations.length < 2 ? {} : { generations: generations.map((own) => new Set(Object.keys(own))) }
}
