import { definePerturbation } from '../definePerturbation.ts'
import { expertise, sayFirst } from '../_internal/addSentence.ts'

export const taskFraming = definePerturbation({
  name: 'task-framing',
  family: 'sentences',
  summary: 'The task is announced ("This is a task in reading comprehension.").',
  source: 'Task-oriented prompts of PromptBench (Zhu et al., 2023)',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (parts, kit) => {
    const frame = kit.pick([
      'This is a task in',
      'The following is an exercise in',
      'In this test of',
      'We are evaluating',
    ])
    const rest = frame.startsWith('In ') ? ', do as you are told.' : '.'
    return [sayFirst(parts, `${frame} ${expertise(parts)}${rest}`)]
  },
})
