import { UsageError } from '../core/words/index.ts'
import { isCi } from './run/needsBaseline.ts'

/**
 * The day as an ISO date, UTC. The environment variable ROBUSTNESS_TODAY wins, for replays: not in CI with a day gone by, where
 * it would make waivers hold that have expired. Throws `UsageError`.
 */
export function today(env: NodeJS.ProcessEnv, now: Date = new Date()): string {
  const clock = now.toISOString().slice(0, 10)
  const given = env['ROBUSTNESS_TODAY'] ?? ''
  if (given === '') return clock
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(Date.parse(`${given}T00:00:00Z`)))
    throw new UsageError(`ROBUSTNESS_TODAY="${given}": must be an ISO date such as 2026-01-31`)
  if (given < clock && isCi(env))
    throw new UsageError(
      `ROBUSTNESS_TODAY="${given}" is a day gone by (it is ${clock}), and in CI waivers that have expired must not hold: unset it, or replay that day on a developer's machine`,
    )
  return given
}
