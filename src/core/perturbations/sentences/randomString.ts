import { definePerturbation } from '../definePerturbation.ts'
import { afterInput, beforeInput } from '../_internal/addSentence.ts'

const SIGNS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']

/** Ten letters and digits, before or after the input. */
export const randomString = definePerturbation({
  name: 'random-string',
  family: 'sentences',
  summary: 'A random string of letters and digits stands before or after the input.',
  source: 'CheckList random strings (Ribeiro et al., 2020), as PromptBench uses them (Zhu et al., 2023)',
  touches: ['input'],
  preserves: 'gold',
  propose: (parts, kit) => {
    const noise = Array.from({ length: 10 }, () => kit.pick(SIGNS)).join('')
    return kit.random() < 0.5 ? beforeInput(parts, noise) : afterInput(parts, noise)
  },
})
