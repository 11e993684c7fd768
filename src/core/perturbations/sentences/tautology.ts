import { definePerturbation } from '../definePerturbation.ts'
import { afterInput } from '../_internal/addSentence.ts'

const TAUTOLOGIES = [
  'And true is true.',
  'And false is not true.',
  'And true is true and true is true and true is true and true is true and true is true.',
]

export const tautology = definePerturbation({
  name: 'tautology',
  family: 'sentences',
  summary: 'Something that is always true is added to the input ("and true is true").',
  source: 'StressTest (Naik et al., 2018), as PromptBench uses it (Zhu et al., 2023)',
  touches: ['input'],
  preserves: 'gold',
  propose: (parts, kit) => afterInput(parts, kit.pick(TAUTOLOGIES)),
})
