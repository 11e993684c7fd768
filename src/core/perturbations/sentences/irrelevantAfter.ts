import { definePerturbation } from '../definePerturbation.ts'
import { afterInput, irrelevantSentences } from '../_internal/addSentence.ts'

/** Adds as many sentences as the strength says, one edit each. They share no content word with the prompt. */
export const irrelevantAfter = definePerturbation({
  name: 'irrelevant-after',
  family: 'sentences',
  summary: 'A sentence that has nothing to do with it stands after the input.',
  source: 'GSM-IC (Shi et al., 2023); AddSent distractors (Jia and Liang, 2017)',
  touches: ['input'],
  preserves: 'gold',
  propose: (parts, kit) =>
    kit.some(kit.shuffled(irrelevantSentences(parts))).flatMap((sentence) => afterInput(parts, sentence)),
})
