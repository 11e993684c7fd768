import type { Price, PriceTable } from '../types/index.ts'
import { didYouMean } from '../text/index.ts'

/** Returns the price of a release: under its own name, else under its model's; `null` where the table has neither. */
export function priceOf(
  prices: PriceTable,
  release: { readonly name: string; readonly model: string },
): Price | 'unknown' | null {
  for (const name of [release.name, release.model]) if (Object.hasOwn(prices, name)) return prices[name] ?? null
  return null
}

/** Says whether calls cost money: a price above 0, or one that is not known. */
export function isPaid(price: Price | 'unknown' | null): boolean {
  if (price === null) return false
  if (price === 'unknown') return true
  const { inputPerMillion, outputPerMillion, reasoningPerMillion = 0 } = price
  return inputPerMillion > 0 || outputPerMillion > 0 || reasoningPerMillion > 0
}

/** Returns the one currency of a table. */
export function currencyOf(prices: PriceTable): string {
  for (const price of Object.values(prices))
    if (price !== 'unknown' && price.currency !== undefined) return price.currency
  return 'USD'
}

/** Writes an amount with its currency; small ones with as many digits as say something: `0.00042 USD`, `12.30 USD`. */
export function money(amount: number, currency: string): string {
  const digits = amount === 0 || amount >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(amount)))
  return `${amount.toFixed(Math.max(2, digits))} ${currency}`
}

const PRICE_KEYS = ['inputPerMillion', 'outputPerMillion', 'reasoningPerMillion', 'currency']

/** Says what is wrong with a price table that a user wrote, or `null`. */
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
    if (!PRICE_KEYS.includes(key))
      return `has no "${key}"${didYouMean(key, PRICE_KEYS)}; it takes ${PRICE_KEYS.join(', ')}`
  for (const key of PRICE_KEYS.slice(0, 3)) {
    if (table[key] === undefined && key === 'reasoningPerMillion') continue
    const amount = table[key]
    if (!(typeof amount === 'number' && amount >= 0 && Number.isFinite(amount))) return `needs ${key}, a number from 0`
  }
  const { currency } = table
  return currency === undefined || (typeof currency === 'string' && /^\S+$/.test(currency))
    ? null
    : 'currency must be a word such as EUR'
}
