import { gateInfluence } from '../../core/measure/index.ts'
import { shareDone } from '../../core/plan/index.ts'
import { noteOnAddedSources, noteOnMissingCells } from '../../core/wording/index.ts'
import type { ClaimSpec, Task } from '../../core/types/index.ts'
import { decide } from '../../engine/index.ts'
import { cellsInFlight } from '../ask/askWith.ts'
import { askSpent, withDisplay } from '../ask/attempt.ts'
import { noneIfSpent } from '../ask/budget.ts'
import { withNotes } from '../ask/outcome.ts'
import { templatesLeft } from '../ask/population.ts'
import { type Asking, type ClaimOutcome, leftOf, type ReadyClaim } from '../ask/readyClaim.ts'
import { usableTask } from '../ask/usableTask.ts'
import type { Worker } from '../ask/worker.ts'
import { refusalOf } from './refusal.ts'

/** Milliseconds between two events of a claim's progress. */
const LIVE_MS = 500

/** Asks until there is a verdict, and adds what a gate has to say beside it. */
export async function gateClaim(claim: ReadyClaim, asking: Asking): Promise<ClaimOutcome> {
  const { spec, kind, title, call, task, candidate, worker, waived } = claim
  const { config, host } = worker
  const { claims } = config
  const { attempt, waiting, left, second, display } = await leftOf(claim, asking)
  const templates = templatesLeft(spec, task, { order: left.order, seed: config.seed, candidate: candidate.info })
  const refusal = refusalOf({ spec, kind, claims, task: usableTask(task, spec, asking.prompts), ...left, ...second })
  let lacking = false
  let lastLive = 0
  const deps = {
    ...asking,
    ...left,
    ...second,
    concurrency: cellsInFlight(candidate.release),
  }
  const decided = await decide(spec, {
    ...deps,
    shows: attempt === null,
    ask: async (side, cell, until, elsewhere) => {
      const observation = await asking.ask(side, cell, until, elsewhere)
      lacking ||= side === 'baseline' && observation === null
      return observation
    },
    ...(templates && { byTemplate: templates }),
    signal: refusal === null ? asking.signal : AbortSignal.abort(new Error(refusal)),
    onEvidence: (of) => host.evidence?.(call, of),
    onProgress: ({ units, pool, logWealth }) => {
      if (performance.now() - lastLive < LIVE_MS) return
      lastLive = performance.now()
      host.live({ title, units, pool, verdict: null, done: shareDone(logWealth, { ...left, claims }) })
    },
  })
  const { result, observations } =
    attempt === null || templates ? decided : await withDisplay(decided, { ...deps, ...display }, display.order)
  const shallow = lacking && result.verdict === 'inconclusive' ? await notTopped(worker) : null
  const moved = templates ? null : gateInfluence({ spec, kind, sameAnswer: task.kind.sameAnswer }, decided.observations)
  const remarks = [
    ...(shallow === null ? [] : [noteOnMissingCells(shallow)]),
    ...(moved === null ? [] : [moved]),
    ...waiting,
  ]
  const again =
    refusal === null ? await askSpent(attempt, waived?.of ?? result.id, asking, display.order).catch(noneIfSpent) : []
  return {
    result: { ...withNotes(result, remarks), ...(waived && { waived }) },
    observations: [...observations, ...again],
  }
}

/** Why cells that the baseline lacks cannot be had from its release; `null` if they can. */
async function notTopped({ baseline, config, release }: Worker): Promise<string | null> {
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
