import type { Price, PriceTable } from '../types/index.ts'

/** The price of a release: under its own name, else under its model's; `null` where the table has neither. */
export function priceOf(
  prices: PriceTable,
  release: { readonly name: string; readonly model: string },
): Price | 'unknown' | null {
  for (const name of [release.name, release.model]) if (Object.hasOwn(prices, name)) return prices[name] ?? null
  return null
}

/** Whether calls cost money: a price above 0, or one that is not known. */
export function isPaid(price: Price | 'unknown' | null): boolean {
  if (price === null) return false
  if (price === 'unknown') return true
  const { inputPerMillion, outputPerMillion, reasoningPerMillion = 0 } = price
  return inputPerMillion > 0 || outputPerMillion > 0 || reasoningPerMillion > 0
}

/** The one currency of a table. */
export function currencyOf(prices: PriceTable): string {
  for (const price of Object.values(prices))
    if (price !== 'unknown' && price.currency !== undefined) return price.currency
  return 'USD'
}
