import { UsageError } from '../core/words/index.ts'

/** The day as an ISO date, UTC. The environment variable ROBUSTNESS_TODAY wins, for replays. Throws `UsageError`. */
export function today(env: NodeJS.ProcessEnv): string {
  const given = env['ROBUSTNESS_TODAY'] ?? ''
  if (given === '') return new Date().toISOString().slice(0, 10)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(Date.parse(`${given}T00:00:00Z`)))
    throw new UsageError(`ROBUSTNESS_TODAY="${given}": must be an ISO date such as 2026-01-31`)
  return given
}
