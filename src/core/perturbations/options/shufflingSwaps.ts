import type { Swap } from '../../types/index.ts'
import type { PerturbationKit } from '../kit.ts'

/**
 * Swaps that bring a list of `length` items into a random order other than the present one, at most as many as the
 * strength says; every subset of them is an order too. None for a list of fewer than two.
 */
export function shufflingSwaps(list: Swap['list'], length: number, kit: PerturbationKit): readonly Swap[] {
  if (length < 2) return []
  const swaps = Array.from({ length: length - 1 }, (_, index): Swap => {
    const j = length - 1 - index
    return { kind: 'swap', list, i: Math.floor(kit.random() * (j + 1)), j }
  }).filter(({ i, j }) => i !== j)
  const some = swaps.slice(0, kit.strength)
  return some.length > 0 ? some : [{ kind: 'swap', list, i: 0, j: 1 + Math.floor(kit.random() * (length - 1)) }]
}
