import type { Reporter, TestModule } from 'vitest/node'
import type { ClaimResult, Observation } from '../core/words/index.ts'
import type { Host } from '../host/index.ts'
import { sharedParts } from '../runs/index.ts'
import type { ClaimAbout, LiveClaim } from '../observe/hostPort.ts'
import { acceptBaseline } from './acceptBaseline.ts'
import { buildRun } from './buildRun.ts'
import { finishMeasure } from './finishMeasure.ts'
import { finishPlan } from './finishPlan.ts'
import { PROJECT } from './projectName.ts'
import { mergeShards } from './mergeShards.ts'
import { reportRun } from './reportRun.ts'
import { keepGenerations, recordAttempt } from './runAttempt.ts'
import type { SessionState } from './sessionState.ts'
import { tallyTests } from './tallyTests.ts'
import { warmUp } from './warmUp.ts'

/** A claim as a worker handed it in. */
export interface CollectedClaim {
  readonly result: ClaimResult
  readonly observations: readonly Observation[]
  readonly about: ClaimAbout
}

/** Gathers the claims of a run and, at its end, writes the run and sets the exit code. */
export interface Collector {
  readonly reporter: Reporter
  readonly claim: (result: ClaimResult, observations: readonly Observation[], about: ClaimAbout) => void
  /** Lets observations share what they have in common. */
  readonly share: (observation: Observation) => Observation
  readonly live: (event: LiveClaim) => void
  readonly useHost: (host: Host) => void
}

/** The main process's ear. A reporter must never throw: a fault here is printed and ends in exit code 3. */
export function createCollector(session: SessionState, show: (event: LiveClaim) => void): Collector {
  const claims = new Map<string, CollectedClaim>()
  const { vitest } = session
  let share = sharedParts()
  let startedAt = new Date()
  let host: Host | undefined

  const finish = async (modules: readonly TestModule[], unhandled: number): Promise<void> => {
    const tests = tallyTests(modules, unhandled)
    // A run that touched no robust suite (only unit tests were selected) has nothing to gate.
    // A shard without one hands in all the same: the merge must know that it ran.
    if (tests.robustModules === 0 && claims.size === 0 && !session.shard) return
    const counted = host?.counters() ?? { made: 0, reused: 0, retried: 0 }
    const collected = [...claims.values()]
    if (session.mode === 'plan') {
      process.exitCode = await finishPlan(session, collected, tests)
      return
    }
    if (session.measure) {
      const exitCode = await finishMeasure(session, session.measure, {
        collected,
        tests,
        startedAt,
        calls: counted,
        ...(host && { took: host.took }),
      })
      process.exitCode = exitCode
      if (exitCode === 0) await host?.finish()
      return
    }
    if (session.mode === 'measure') {
      process.exitCode = await acceptBaseline(session, collected, tests)
      return
    }
    const took = host?.took ?? (() => null)
    const own = { collected, tests, startedAt, calls: counted, usage: host?.usage() ?? null, took }
    const merged = session.merges ? await mergeShards(session, modules) : null
    const parts = merged ? { ...own, ...merged, merged } : own
    const draft = await buildRun(session, parts)
    const exitCode = await reportRun(session, draft, parts.collected, parts.took)
    if (!session.shard) await recordAttempt(session, draft.evidence, parts.collected)
    if (!session.shard) await keepGenerations(session)
    if (exitCode !== 0) process.exitCode = exitCode
    if (session.shard ? exitCode < 2 : draft.evidence.gate.verdict !== 'inconclusive') await host?.finish()
  }

  return {
    claim(result, observations, { lineages = [], ...about }) {
      for (const lineage of lineages) session.lineages.set(lineage.task, lineage)
      claims.set(about.call, { result, observations, about })
      show({ title: result.title, units: result.units, pool: result.pool, verdict: result.verdict })
    },
    share: (observation) => share(observation),
    live: show,
    useHost(started) {
      host = started
    },
    reporter: {
      onTestRunStart(specifications) {
        claims.clear()
        share = sharedParts()
        startedAt = new Date()
        const history = session.mode === 'gate' && !session.shard && session.options.history !== false
        if (specifications.some(({ project }) => project.name === PROJECT)) warmUp({ history }).catch(() => {})
      },
      async onTestRunEnd(modules, unhandled) {
        try {
          await finish(modules, unhandled.length)
        } catch (error) {
          vitest.logger.error(
            `vitest-robustness could not finish the run: ${error instanceof Error ? error.stack : String(error)}`,
          )
          process.exitCode = error instanceof Error && error.name === 'UsageError' ? 2 : 3
        }
      },
    } satisfies Reporter,
  }
}
