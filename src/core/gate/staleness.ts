import { counted } from '../text/figures.ts'
import { ageInDays } from './ageInDays.ts'

/** How old a baseline is, and how often it was used. */
export interface Age {
  readonly acceptedOn: string
  readonly today: string
  /** Attempts in its ledger; `null` where none is kept. */
  readonly attempts: number | null
}

/** Attempts at one baseline from which on little of α is left for the next: the tenth is tested at 0.6% of it. */
const MANY = 10

/** Why a baseline should be accepted anew, one sentence; `null` while it need not. `staleAfterDays`: never if undefined. */
export function staleness({ acceptedOn, today, attempts }: Age, staleAfterDays: number | undefined): string | null {
  const days = ageInDays(acceptedOn, today)
  const old = staleAfterDays !== undefined && days > staleAfterDays
  const worn = attempts !== null && attempts >= MANY
  if (!old && !worn) return null
  const age = `${counted(days, 'day')} old${old ? ` (stale after ${staleAfterDays})` : ''}`
  const used = attempts === null ? '' : ` and was gated against by ${counted(attempts, 'candidate')}`
  return `The baseline is stale: it is ${age}${used}. Accept a newer release, with fresh examples if it is worn.`
}
