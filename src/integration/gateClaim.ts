import { gateInfluence } from '../core/measure/index.ts'
import { shareDone } from '../core/plan/index.ts'
import { noteOnMissingCells } from '../core/wording/index.ts'
import { decide } from '../engine/index.ts'
import { cellsInFlight } from './cellsInFlight.ts'
import { noneIfSpent } from './holdBudget.ts'
import { templatesLeft } from './instructionsInGeneral.ts'
import { leftOf, type Asking, type ClaimOutcome, type ReadyClaim } from './readyClaim.ts'
import { refusalOf } from './refusalOf.ts'
import { notTopped } from './tooShallow.ts'
import { askSpent, withDisplay } from './underAttempt.ts'
import { usableTask } from './usableTask.ts'
import { withNotes } from './withNotes.ts'

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
