import { definePerturbation } from '../definePerturbation.ts'
import { expertise, sayFirst } from '../_internal/addSentence.ts'

export const roleFraming = definePerturbation({
  name: 'role-framing',
  family: 'sentences',
  summary: 'The model is given a role ("You are an expert in reading comprehension.").',
  source: 'Role-oriented prompts of PromptBench (Zhu et al., 2023)',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (parts, kit) => {
    const role = kit.pick(['You are an expert in', 'Act as a careful specialist in', 'You are a teacher of'])
    return [sayFirst(parts, `${role} ${expertise(parts)}.`)]
  },
})
