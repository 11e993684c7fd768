import { expect, test } from 'vitest'
import { compose, definePerturbation, perturbationContract, perturbations } from 'vitest-robustness'
import type { PerturbationName, PromptParts } from 'vitest-robustness'

// What an author outside the package writes.
const inAHurry = definePerturbation({
  name: 'in-a-hurry',
  family: 'sentences',
  summary: 'The user is in a hurry.',
  source: 'own',
  touches: ['instruction'],
  preserves: 'gold',
  propose: (_, kit) => [kit.insert('instruction', 0, `${kit.pick(['Quick!', 'No time to lose:'])} `)],
})

test("a perturbation of one's own keeps the contract", () => {
  expect(perturbationContract(inAHurry)).toEqual([])
})

test("and so it does on prompts of one's own, and composed with those of the package", () => {
  const name: PerturbationName = 'swap-letters'
  const prompt: PromptParts = {
    system: '',
    turns: [],
    documents: [],
    tools: [],
    demonstrations: [],
    shots: 0,
    instruction: 'Summarise: {text}',
    translations: {},
    input: { text: 'Several towns along the river were flooded.' },
    options: [],
    optionOrder: [],
    optionIds: [],
    optionStyle: { item: '{id}) {text}', separator: ' ' },
    labels: null,
    labelSeparator: ', ',
    inverses: null,
    gold: null,
    layout: ['system', 'question'],
  }
  expect(perturbationContract(inAHurry, [prompt])).toEqual([])
  expect(perturbationContract(compose([inAHurry, perturbations[name]]), [prompt])).toEqual([])
})
