import { withoutMinusZero } from './formatEstimate.ts'

/** A difference with its sign, to three decimals: `+0.031`, `-0.200`; what rounds to 0 has no sign. */
export function formatChange(value: number): string {
  const text = withoutMinusZero(value.toFixed(3))
  return Number(text) > 0 ? `+${text}` : text
}
