import type { Swap } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'

/** Applies to few-shot prompts that bring more demonstrations than they show. One edit for each that is replaced. */
export const demonstrationChoice = definePerturbation({
  name: 'demonstration-choice',
  family: 'few-shot',
  summary: 'Other demonstrations are shown.',
  source: 'Calibrate Before Use (Zhao et al., 2021); demonstration choice (Liu et al., 2022)',
  touches: ['demonstrations'],
  preserves: 'gold',
  strength: 100,
  propose: ({ demonstrations, shots }, kit) => {
    const others = kit.shuffled(Array.from({ length: demonstrations.length - shots }, (_, index) => shots + index))
    if (shots === 0 || others.length === 0) return { notApplicable: 'there is no demonstration to choose instead' }
    const places = kit.some(Array.from({ length: Math.min(shots, others.length) }, (_, index) => index))
    return places.map((i, index): Swap => ({ kind: 'swap', list: 'demonstrations', i, j: others[index] ?? shots }))
  },
})
