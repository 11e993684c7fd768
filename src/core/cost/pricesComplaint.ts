import { didYouMean } from '../text/index.ts'

const KEYS = ['inputPerMillion', 'outputPerMillion', 'reasoningPerMillion', 'currency']

/** What is wrong with a price table that a user wrote, or `null`. */
export function pricesComplaint(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `must be a table: { '<release or model>': { inputPerMillion, outputPerMillion } }`
  const currencies = new Set<string>()
  for (const [name, price] of Object.entries(value)) {
    if (price === 'unknown') continue
    const wrong = priceComplaint(price)
    if (wrong !== null) return `of "${name}" ${wrong}`
    currencies.add(String((price as { currency?: string }).currency ?? 'USD'))
  }
  return currencies.size > 1 ? `must be in one currency, not ${[...currencies].join(' and ')}` : null
}

function priceComplaint(price: unknown): string | null {
  if (typeof price !== 'object' || price === null || Array.isArray(price))
    return `must be { inputPerMillion, outputPerMillion, reasoningPerMillion?, currency? }, or 'unknown' where it costs an amount that cannot be counted`
  const table = price as Record<string, unknown>
  for (const key of Object.keys(table))
    if (!KEYS.includes(key)) return `has no "${key}"${didYouMean(key, KEYS)}; it takes ${KEYS.join(', ')}`
  for (const key of KEYS.slice(0, 3)) {
    if (table[key] === undefined && key === 'reasoningPerMillion') continue
    const amount = table[key]
    if (!(typeof amount === 'number' && amount >= 0 && Number.isFinite(amount))) return `needs ${key}, a number from 0`
  }
  const { currency } = table
  return currency === undefined || (typeof currency === 'string' && /^\S+$/.test(currency))
    ? null
    : 'currency must be a word such as EUR'
}
