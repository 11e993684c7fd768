import { definePerturbation } from '../definePerturbation.ts'
import { beforeInput, irrelevantSentences } from '../_internal/addSentence.ts'

/** Adds as many sentences as the strength says, one edit each. They share no content word with the prompt. */
export const irrelevantBefore = definePerturbation({
  name: 'irrelevant-before',
  family: 'sentences',
  summary: 'A sentence that has nothing to do with it stands before the input.',
  source: 'GSM-IC (Shi et al., 2023); StressTest distraction (Naik et al., 2018)',
  touches: ['input'],
  preserves: 'gold',
  propose: (parts, kit) =>
    kit.some(kit.shuffled(irrelevantSentences(parts))).flatMap((sentence) => beforeInput(parts, sentence)),
})
