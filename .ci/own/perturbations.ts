import { definePerturbation } from 'vitest-robustness'

export const inAHurry = definePerturbation({
  name: 'in-a-hurry',
  family: 'sentences',
  summary: 'The user is in a hurry.',
  source: 'own',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (_, kit) => [kit.insert('instruction', 0, `${kit.pick(['Quick!', 'No time to lose:'])} `)],
})
