import type { ClaimRecord, ObservationList } from '../../core/types/index.ts'
import { setTimeout } from 'node:timers/promises'
import type { Reporter, TestRunEndReason } from 'vitest/node'
import { undecidedWord, verdictWord } from '../../core/wording/index.ts'
import { isDecided } from '../../deciding/ask/outcome.ts'
import type { Host } from '../../host/index.ts'
import type { ClaimAbout, LiveClaim } from '../../observe/hostPort.ts'
import { PROJECT } from '../session/environment.ts'
import { faultInWords } from '../session/exitGuard.ts'
import { readSelection, type SessionState } from '../session/sessionState.ts'
import type { CollectedClaim } from './collectedClaims.ts'
import type { Surroundings } from './provenance.ts'

/** The time in which vitest spawns its first workers, in milliseconds: work before that would delay them. */
const UNTIL_SPAWNED = 40

/** Gathers the claims of a run and, at its end, writes the run and sets the exit code. */
export interface Collector {
  readonly reporter: Reporter
  readonly claim: (result: ClaimRecord, observations: ObservationList, about: ClaimAbout) => void
  readonly live: (event: LiveClaim) => void
  readonly useHost: (host: Host) => void
}

/**
 * Makes the collector, which listens in the main process. A reporter must never throw, so a fault here is printed and
 * ends in exit code 3.
 */
export function createCollector(session: SessionState, show: (event: LiveClaim) => void): Collector {
  const claims = new Map<string, CollectedClaim<ClaimRecord>>()
  const { vitest } = session
  let startedAt = new Date()
  let host: Host | undefined
  /** The number of test files that vitest began. */
  let begun = 0
  let ready: Promise<Surroundings | null> = Promise.resolve(null)

  return {
    claim(result, observations, { lineages = [], ...about }) {
      for (const lineage of lineages) session.lineages.set(lineage.task, lineage)
      claims.set(about.call, { result, observations, about })
      show(liveOf(result, about))
    },
    live: show,
    useHost(started) {
      host = started
    },
    reporter: {
      async onTestRunStart(specifications) {
        session.guard.begun()
        session.selected(readSelection(vitest, specifications))
        claims.clear()
        await host?.beginRun()
        startedAt = new Date()
        begun = specifications.length
        const history = session.mode.name === 'gate' && !session.shard && session.options.history !== false
        const { root } = vitest.config
        const robust = specifications.some(({ project }) => project.name === PROJECT)
        ready = robust ? getReady({ history, root }).catch(() => null) : Promise.resolve(null)
      },
      async onTestRunEnd(modules, unhandled, reason: TestRunEndReason) {
        try {
          const { finishRun } = await import('./finishRun.ts')
          const ended = { modules, unhandled, interrupted: reason === 'interrupted' }
          const gathered = { claims: [...claims.values()], startedAt, host, begun, surroundings: await ready }
          await finishRun(session, gathered, ended)
        } catch (error) {
          const usage = error instanceof Error && error.name === 'UsageError'
          const what = usage ? error.message : (faultInWords(error, session.folder) ?? stackOf(error))
          const code = usage ? 2 : 3
          vitest.logger.error(`vitest-robustness: exit code ${code}: the run could not be finished: ${what}`)
          session.guard.decided(code, null)
        }
      },
    } satisfies Reporter,
  }
}

function liveOf(record: ClaimRecord, { range }: Pick<ClaimAbout, 'range'>): LiveClaim {
  const { title, pool } = record
  if (isDecided(record)) return { title, units: record.units, pool, verdict: verdictWord(record) }
  const units = range?.units ?? (record.done === 'collected' ? pool : 0)
  return { title, units, pool, verdict: undecidedWord(record.done) }
}

/**
 * Loads what the end of a run needs while vitest's process waits for its workers to start, and returns what is known by
 * then. The caller ignores its errors, because they come again where the module is used.
 */
async function getReady(needs: { readonly history: boolean; readonly root: string }): Promise<Surroundings> {
  await setTimeout(UNTIL_SPAWNED)
  const { warmUp } = await import('./finishRun.ts')
  return warmUp(needs)
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
