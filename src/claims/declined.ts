import type { Observation } from '../core/types/index.ts'

/** Whether the release declined: its text does (in a task of requests, answer `refuse`), or the endpoint's filter did. */
export function declined({ outcome, answer }: Observation): boolean {
  return outcome === 'refused' || outcome === 'filtered' || answer === 'refuse'
}
