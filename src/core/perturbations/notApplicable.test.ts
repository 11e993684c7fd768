import { expect, test } from 'vitest'
import type { PromptParts } from '../types/index.ts'
import { perturb, renderParts } from './index.ts'
import { prompts } from './perturbations.testing.ts'

const { relation, choice, boolean, extractive, fewShot } = prompts
const all = ['Rome', 'Milan', 'all of the above']

const CASES: readonly (readonly [name: string, parts: PromptParts, reason: string])[] = [
  ['option-order', { ...choice, options: all }, 'an option speaks of others by place: "all of the above"'],
  ['option-shift', { ...choice, options: ['Rome', 'both A and C', 'Milan'] }, 'an option speaks of others by place'],
  ['option-shift', { ...choice, options: ['Rome', 'Milan', 'A and B only'] }, 'an option speaks of others by place'],
  [
    'boolean-words',
    { ...boolean, demonstrations: fewShot.demonstrations, shots: 1 },
    'the demonstrations say yes and no',
  ],
  ['option-order', boolean, 'there are no two options'],
  [
    'option-enumerators',
    { ...choice, instruction: 'Give letter and number. {options}' },
    'the instruction says what kind of ids there are',
  ],
  ['options-without-ids', { ...choice, instruction: 'Pick A, B or C. {options}' }, 'the instruction asks for an id'],
  ['options-without-ids', { ...choice, instruction: 'Which letter? {options}' }, 'the instruction asks for an id'],
  ['options-without-ids', { ...choice, optionStyle: { item: '- {text}', separator: '\n' } }, 'the options have no ids'],
  ['option-wrappers', { ...choice, optionStyle: { item: '- {text}', separator: '\n' } }, 'the options have no ids'],
  ['label-words', { ...relation, instruction: 'Relation in {sentence}?' }, 'what it changes is not shown'],
  ['label-separator', { ...relation, instruction: 'Relation in {sentence}?' }, 'what it changes is not shown'],
  ['label-words', { ...relation, labels: { a: '1', b: '2' } }, 'no other way to write the labels keeps them apart'],
  ['boolean-words', { ...boolean, instruction: '{passage} {question}' }, 'the instruction names neither yes nor no'],
  ['antonym', { ...boolean, gold: 'no' }, 'no question that is answered yes'],
  [
    'antonym',
    { ...boolean, input: { ...boolean.input, question: 'is it?' } },
    'no word of the question has a contrary here',
  ],
  ['negated-instruction', fewShot, 'the demonstrations show right answers'],
  ['opposite-labels', fewShot, 'the demonstrations show the usual labels'],
  ['opposite-labels', choice, 'the task has no labels to exchange'],
  ['swapped-entities', { ...relation, gold: 'owner_of' }, 'no inverse of owner_of is declared'],
  ['swapped-entities', { ...relation, inverses: null }, 'no inverse of parent_of is declared'],
  ['swapped-entities', { ...relation, inverses: { parent_of: 'parent_of' } }, 'parent_of holds in both directions'],
  ['swapped-entities', boolean, 'there is no head and tail'],
  ['translated-instruction', boolean, 'the instruction has no translation'],
  [
    'translated-instruction',
    { ...boolean, translations: { de: 'Antworte. {passage} {question}' } },
    'no translation keeps placeholders and label words',
  ],
  [
    'translated-instruction',
    { ...boolean, translations: { de: 'yes, no? (yes/no) {passage}' } },
    'no translation keeps placeholders and label words',
  ],
  [
    'instruction-position',
    { ...extractive, instruction: 'Answer {question} from {passage}, please, in few words.' },
    'instruction and input are not lines apart',
  ],
  [
    'repeated-instruction',
    { ...extractive, instruction: '{passage}\n{question}' },
    'the template only shows its input',
  ],
  ['format-spacing', { ...extractive, instruction: '{passage} {question}' }, 'the template is one line'],
  ['format-casing', extractive, 'the template names no field'],
  [
    'xml-input',
    { ...boolean, instruction: '{passage}', input: { passage: 'a </passage> b' } },
    'nothing here that it could change',
  ],
  ['system-wording', boolean, 'there is no system message'],
  ['demonstration-choice', { ...fewShot, shots: 3 }, 'there is no demonstration to choose instead'],
]

test.each(CASES)('%s does not apply (%#)', (name, parts, reason) => {
  expect(perturb(parts, { name, seed: 1 })).toEqual({ notApplicable: reason })
})

test('kept to a part that it does not touch, a perturbation does not apply', () => {
  expect(perturb(choice, { name: 'document-order', seed: 1, within: ['input'] })).toEqual({
    notApplicable: 'touches documents only',
  })
})

test('typing slips keep to the instruction where asked to', () => {
  const result = perturb(choice, { name: 'swap-letters', seed: 1, strength: 3, within: ['instruction'] })
  expect('edits' in result && result.edits.map((edit) => 'part' in edit && edit.part)).toEqual([
    'instruction',
    'instruction',
    'instruction',
  ])
})

test('ids that the instruction writes are renamed with the options', () => {
  const parts = {
    ...choice,
    system: '',
    turns: [],
    tools: [],
    documents: [],
    instruction: 'Pick A, B or C.\n{question}\n{options}',
  }
  const result = perturb(parts, { name: 'option-enumerators', seed: 1 })
  expect('parts' in result && renderParts(result.parts)).toMatchInlineSnapshot(`
    "Pick 1, 2 or 3.
    Which city is the capital of the whole country?
    1) Milan 2) Rome 3) Turin"
  `)
})

test('an article is no id', () => {
  const parts = { ...choice, instruction: 'A question: {question}\n{options}' }
  const result = perturb(parts, { name: 'option-enumerators', seed: 1 })
  expect('parts' in result && result.parts.instruction).toBe(parts.instruction)
})

test('an irrelevant sentence shares no word with the prompt', () => {
  const passage =
    'The bakery opens. The kettle, the curtains, an umbrella, the apples, the recipe, the garden, the spoons.'
  const parts = { ...boolean, input: { ...boolean.input, passage } }
  for (let seed = 0; seed < 50; seed += 1) {
    const result = perturb(parts, { name: 'irrelevant-after', seed })
    const text = 'parts' in result ? (result.parts.input['passage'] ?? '').slice(passage.length) : ''
    expect(text).not.toMatch(/bakery|kettle|curtains|umbrella|apples|recipe|garden|spoons/)
    expect(text).not.toBe('')
  }
})
