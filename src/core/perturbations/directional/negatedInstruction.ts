import { definePerturbation } from '../definePerturbation.ts'
import { sayFirst } from '../_internal/addSentence.ts'
import { otherAnswer } from '../_internal/edits.ts'

/** The gold becomes the other one of two answers, or any but the former one. */
export const negatedInstruction = definePerturbation({
  name: 'negated-instruction',
  family: 'directional',
  summary: 'A wrong answer is asked for: the answer must change.',
  source: 'Negated prompts (Jang et al., 2023); CheckList directional tests (Ribeiro et al., 2020)',
  touches: ['instruction'],
  preserves: 'changes',
  propose: (parts, kit) => {
    if (parts.shots > 0) return { notApplicable: 'the demonstrations show right answers' }
    if (parts.gold === null) return { notApplicable: 'the right answer is not known' }
    const sentence = kit.pick([
      'Do not give the right answer: give a wrong one.',
      'Answer the following incorrectly, on purpose.',
      'Your answer must be wrong.',
    ])
    return [{ kind: 'together', edits: [sayFirst(parts, sentence), otherAnswer(parts)] }]
  },
})
