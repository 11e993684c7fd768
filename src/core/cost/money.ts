/** An amount with its currency; small ones with as many digits as say something: `0.00042 USD`, `12.30 USD`. */
export function money(amount: number, currency: string): string {
  const digits = amount === 0 || amount >= 1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(amount)))
  return `${amount.toFixed(Math.max(2, digits))} ${currency}`
}
