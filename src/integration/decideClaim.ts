import { decide } from '../engine/index.ts'
import { orderGroups } from '../core/plan/index.ts'
import type { ClaimKind, ClaimResult, ClaimSpec, Location, Observation, Task } from '../core/words/index.ts'
import { askWith } from './askWith.ts'
import { claimContext } from './claimContext.ts'
import { claimDeadline } from './claimDeadline.ts'
import { claimSpec } from './claimSpec.ts'
import { measureClaim } from './measureClaim.ts'
import { notApplicable } from './notApplicable.ts'
import type { Subject } from './subject.ts'
import type { RobustTest } from './testContext.ts'
import type { BuiltRelease, Worker } from './worker.ts'

/** One matcher call, from what the user wrote to a decided claim that the host has recorded. */
export interface ClaimCall {
  readonly kind: ClaimKind
  readonly subject: Subject
  readonly options: unknown
  readonly negated: boolean
  readonly test: RobustTest
  readonly title: string
  /** Identifies the call within the run. */
  readonly call: string
  readonly at?: Location
}

/** Decides a claim (or, in measure mode, asks all its cells) and hands it to the host. */
export async function decideClaim(call: ClaimCall, worker: Worker): Promise<ClaimResult> {
  const { kind, subject, title } = call
  const { task } = subject
  const context = claimContext(task, worker.config.seen)
  const options = kind.parse(call.options, context)
  const design = kind.design(options, context)
  const spec = claimSpec(kind, task, options, design, call.negated)
  const named = { title, ...(call.at && { at: call.at }), population: design.population }
  const candidate = await worker.release(subject.release ?? worker.config.candidate)
  const deadline = claimDeadline(call.test)
  try {
    const decided = await run(spec, { ...named, kind, task, candidate, worker, signal: deadline.signal })
    await worker.host.claim(decided.result, decided.observations, {
      call: call.call,
      release: candidate.info,
      task: summary(task),
    })
    return decided.result
  } finally {
    deadline.clear()
  }
}

interface Named {
  readonly title: string
  readonly at?: Location
  readonly population: string
  readonly kind: ClaimKind
  readonly task: Task
  readonly candidate: BuiltRelease
  readonly worker: Worker
  readonly signal: AbortSignal
}

async function run(
  spec: ClaimSpec,
  { kind, task, candidate, worker, signal, title, at, population }: Named,
): Promise<{ readonly result: ClaimResult; readonly observations: readonly Observation[] }> {
  const { config, host, baseline } = worker
  const ask = askWith(worker, task, candidate)
  const order = orderGroups(
    task.examples.map((example) => example.group),
    {
      seed: config.seed,
      taskHash: task.hash,
      candidate: `${candidate.info.name}@${candidate.info.revision ?? candidate.info.model}`,
    },
  )
  const common = { task, kind, title, release: candidate.info.name, ...(at && { at }), population, ask, order, signal }
  const { alpha, claims } = config
  if (config.mode === 'measure') {
    return measureClaim(spec, { ...common, alpha, claims, concurrency: candidate.release.concurrency })
  }
  if (kind.needsBaseline && baseline === null) {
    return {
      result: notApplicable(spec, { ...common, alpha, claims }, 'no baseline is accepted yet'),
      observations: [],
    }
  }
  const maxCells = Math.min(config.maxCells, Number(spec.options['maxCells'] ?? Infinity))
  let lastLive = 0
  return decide(spec, {
    ...common,
    alpha,
    claims,
    maxCells,
    concurrency: candidate.release.concurrency,
    onProgress: ({ units, pool }) => {
      if (performance.now() - lastLive < 500) return
      lastLive = performance.now()
      host.live({ title, units, pool, verdict: null })
    },
  })
}

function summary({ name, hash, kind, sources }: Task) {
  return { name, hash, kind: kind.kind, sources }
}
