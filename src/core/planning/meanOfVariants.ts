import { CORRELATION } from '../sampling/draw.ts'
import type { Assumption } from './assumptions.ts'

type Values = Assumption['values']

/** The values of a source that meets so many variants: exactly the means over cells with these values. */
export function meanOfVariants(cell: Values, variants: number, correlation = CORRELATION): Values {
  if (variants === 1 || cell.filter(({ weight }) => weight > 0).length === 1) return cell
  return (
    meansOfVariants(cell, correlation)
      .drop(variants - 1)
      .next().value ?? cell
  )
}

/**
 * The same for one variant, two, three and so on. Each cell takes the source's own value with a chance of √ρ and else one by
 * itself, so that any two correlate by ρ; given the source's own value they are independent.
 */
export function* meansOfVariants(cell: Values, correlation = CORRELATION): Generator<Values, undefined> {
  const whole = cell.reduce((sum, one) => sum + one.weight, 0)
  const copied = Math.sqrt(correlation)
  let sources = cell.map(({ value: own, weight }) => ({
    one: cell.map((other) => ({
      value: other.value,
      weight: ((1 - copied) * other.weight) / whole + (other.value === own ? copied : 0),
    })),
    sums: new Map([[0, weight / whole]]),
  }))
  for (let variants = 1; ; variants++) {
    sources = sources.map(({ one, sums }) => {
      const next = new Map<number, number>()
      for (const [sum, chance] of sums) for (const { value, weight } of one) add(next, sum + value, chance * weight)
      return { one, sums: next }
    })
    const means = new Map<number, number>()
    for (const { sums } of sources) for (const [sum, chance] of sums) add(means, sum / variants, chance)
    yield [...means].map(([value, weight]) => ({ value, weight }))
  }
}

/** Sums that are the same but for rounding are one. */
function add(chances: Map<number, number>, value: number, chance: number): void {
  const key = Math.round(value * 1e9) / 1e9
  chances.set(key, (chances.get(key) ?? 0) + chance)
}
