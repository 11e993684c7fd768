import { didYouMean } from '../text/index.ts'

const KEYS = ['calls', 'tokens', 'cost', 'seconds']

/** What is wrong with a budget that a user wrote, or `null`. */
export function budgetComplaint(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'must be like { calls: 500 }, { tokens: 100000 }, { cost: 2.5 } or { seconds: 60 }, or several of these'
  const entries = Object.entries(value).filter(([, amount]) => amount !== undefined)
  if (entries.length === 0) return `must hold one of ${KEYS.join(', ')}`
  for (const [key, amount] of entries) {
    if (!KEYS.includes(key)) return `has no "${key}"${didYouMean(key, KEYS)}; it takes ${KEYS.join(', ')}`
    const whole = key === 'calls' || key === 'tokens'
    if (!(typeof amount === 'number' && amount > 0 && Number.isFinite(amount) && (!whole || Number.isInteger(amount))))
      return `${key} must be a ${whole ? 'whole ' : ''}number above 0`
  }
  return null
}
