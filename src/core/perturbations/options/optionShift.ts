import type { Swap } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'
import { POSITIONAL } from './optionOrder.ts'

/** Every option moves on by the same number of places; the gold letter goes with its option. One edit: a shift is whole. */
export const optionShift = definePerturbation({
  name: 'option-shift',
  family: 'options',
  summary: 'The options move on in a circle.',
  source: 'Cyclic permutations of PriDe (Zheng et al., 2024)',
  touches: ['options'],
  preserves: 'gold',
  propose: ({ options: { length }, options }, kit) => {
    if (length < 2) return { notApplicable: 'there are no two options' }
    if (options.some((text) => POSITIONAL.test(text))) return { notApplicable: 'an option speaks of others by place' }
    const by = 1 + Math.floor(kit.random() * (length - 1))
    return [{ kind: 'together', edits: shift(length, by) }]
  },
})

/** Makes swaps that bring item `(at + by) % length` to each place `at`. */
function shift(length: number, by: number): readonly Swap[] {
  const order = Array.from({ length }, (_, at) => at)
  return order.flatMap((_, at): Swap[] => {
    const from = order.indexOf((at + by) % length)
    if (from === at) return []
    ;[order[at], order[from]] = [order[from] as number, order[at] as number]
    return [{ kind: 'swap', list: 'options', i: at, j: from }]
  })
}
