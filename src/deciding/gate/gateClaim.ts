import { gateInfluence } from '../../core/measure/index.ts'
import { shareDone } from '../../core/sequential/index.ts'
import { joinedObservations } from '../../core/table/index.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import { noteOnMissingCells } from '../../core/wording/index.ts'
import { decide } from '../../engine/index.ts'
import { askSpent, withDisplay } from '../ask/attempt.ts'
import { noneIfSpent } from '../ask/budget.ts'
import { withNotes } from '../ask/outcome.ts'
import { templatesLeft } from '../ask/population.ts'
import type { Claim, ClaimOutcome } from '../ask/claim.ts'
import { isNeverAsked, NOT_ASKED_HERE } from '../ask/heldBack.ts'
import { leftOf, whyNotTopped } from '../ask/left.ts'
import type { WorkerConfig } from '../ask/workerConfig.ts'
import { HeldBackError } from '../../observe/index.ts'
import type { ClaimSpec, Observation, ObservationList, TaskKind } from '../../core/types/index.ts'
import { usableTask } from '../ask/usableTask.ts'
import { askMerged, gapOf } from './mergedRanges.ts'
import { refusalOf } from './refusal.ts'
import { shownClaim } from './shownClaim.ts'

/** Milliseconds between two events of a claim's progress. */
const LIVE_MS = 500

/** Finds what a gate asks for a claim, and from what. */
export async function gatePlan(claim: Claim) {
  const { spec, kind, task, candidate, worker, prompts } = claim
  const { claims, seed } = worker.config
  const { left, second, ...rest } = await leftOf(claim)
  const templates = templatesLeft(spec, task, { order: left.order, seed, candidate: candidate.info })
  return {
    ...rest,
    templates,
    /** Says why nothing need be asked; `null` where it must. */
    refusal: refusalOf({ spec, kind, claims, task: usableTask(task, spec, prompts), ...left, ...second }),
    deps: { ...claim, ...left, ...second, ...(templates && { byTemplate: templates }) },
  }
}

/**
 * Asks until there is a verdict, and adds a gate's remarks on it. Where this run merges ranges, the cells of the plan come
 * from the shards. `upTo`: only so many units may be asked here, from the first.
 */
export async function gateClaim(claim: Claim, upTo?: number): Promise<ClaimOutcome> {
  const { spec, kind, title, call, task, candidate, worker, waived } = claim
  const { config, host } = worker
  const { claims } = config
  const { attempt, waiting, display, templates, refusal, deps } = await gatePlan(claim)
  if (refusal !== null && isNeverAsked(candidate, worker) && !mayStayOpen(spec, config))
    throw new HeldBackError(`${refusal}. ${NOT_ASKED_HERE}`)
  let lacking = false
  const influence = templates ? null : gateInfluence({ spec, kind, sameAnswer: task.kind.sameAnswer })
  const handIn = (observations: ObservationList) => host.evidence?.(call, observations)
  // A test that runs again starts over.
  handIn([])
  const noteLacking = (observation: Observation | null): Observation | null => {
    lacking ||= observation === null
    return observation
  }
  let lastLive = 0
  const ask = askMerged(claim, display)
  const decided = await decide(spec, {
    ...deps,
    shows: attempt === null,
    ...(upTo !== undefined && { upTo }),
    ask(side, cell, until, elsewhere) {
      const asked = ask(side, cell, until, elsewhere)
      return side === 'candidate' ? asked : asked.then(noteLacking)
    },
    signal: refusal === null ? claim.signal : AbortSignal.abort(new Error(refusal)),
    // A shard hands in no evidence: its answers are in its journal.
    ...(upTo === undefined && {
      onEvidence(observations: ObservationList) {
        handIn(observations)
        influence?.take(observations)
      },
    }),
    onProgress: ({ units, pool, logWealth }) => {
      if (performance.now() - lastLive < LIVE_MS) return
      lastLive = performance.now()
      host.live({ title, units, pool, verdict: null, done: shareDone(logWealth, { ...deps, claims }) })
    },
  })
  const { result, observations } =
    attempt === null || templates ? decided : await withDisplay(decided, { ...deps, ...display }, display.order)
  const shallow = lacking && result.verdict === 'inconclusive' ? await whyNotTopped(worker) : null
  const moved = influence?.note(decided.observations) ?? null
  const gap = gapOf(claim, deps, result)
  const remarks = [
    ...(gap === null ? [] : [gap]),
    ...(shallow === null ? [] : [noteOnMissingCells(shallow)]),
    ...(moved === null ? [] : [moved]),
    ...waiting,
  ]
  const again =
    refusal === null ? await askSpent(attempt, waived?.of ?? result.id, claim, display.order).catch(noneIfSpent) : []
  return {
    result: { ...withNotes(result, remarks), ...(waived && { waived }) },
    observations: joinedObservations(observations, again),
    ...(gap !== null && { gap }),
    // Where attempts are counted, the picture shows other cells.
    ...(attempt === null &&
      decided.trace &&
      isKnownByName(claim) && { trace: shownClaim(decided.trace, claim, decided) }),
  }
}

/** Says whether a reader of the run, who has only the names of its kinds of task, compares its answers in the same way. */
function isKnownByName({ task, otherTask }: Claim): boolean {
  return isOwn(task.kind) && (otherTask === undefined || isOwn(otherTask.kind))
}

function isOwn({ kind, sameAnswer }: TaskKind): boolean {
  return taskKinds.some((own) => own.kind === kind && own.sameAnswer === sameAnswer)
}

/** Says whether a claim that stays open fails no test: then nothing has to be held back, and what was found is recorded. */
function mayStayOpen({ advisory }: ClaimSpec, { policy }: WorkerConfig): boolean {
  return advisory || policy?.advisory === true || policy?.inconclusive === 'warn'
}
