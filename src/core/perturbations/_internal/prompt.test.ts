import { describe, expect, test } from 'vitest'
import { booleanQa, multipleChoice, relationExtraction, renderQuestion } from '../../tasks/index.ts'
import type { Example, Instruction, PromptFormat, PromptParts } from '../../types/index.ts'
import {
  inversesOf,
  originalAnswer,
  partsOf,
  perturb,
  readPerturbed,
  renderParts,
  renderPrompt,
  shownExample,
} from '../index.ts'
import { prompts } from '../perturbations.testing.ts'

const instruction: Instruction = {
  id: 'c1',
  family: 'imperative',
  text: 'Choose the right option.\n{question}\n{options}',
  options: { item: '({id}) {text}', separator: '\n' },
  provenance: { author: 'a', licence: 'l' },
  reviewed: null,
  hash: 'h',
}
const example: Example = {
  id: 'e',
  group: 'e',
  input: { question: 'Which {braces} is the capital?' },
  options: ['Milan', 'Rome', 'Turin'],
  gold: 'B',
}

describe('partsOf', () => {
  test('rendered as it is, it is the question', () => {
    const parts = partsOf(instruction, example, { labels: null })
    expect(renderParts(parts)).toBe(renderQuestion(instruction, example, { labels: null }))
  })

  test('a template that decides becomes a plain one where that is the same, else one text', () => {
    const plain: Instruction = { ...instruction, render: ({ input }) => `Q: ${input['question']}` }
    expect(partsOf(plain, example, { labels: null })).toMatchObject({
      instruction: 'Q: {question}',
      input: example.input,
    })
    const loud: Instruction = { ...instruction, render: ({ input }) => `Q: ${input['question']?.toUpperCase()}` }
    const parts = partsOf(loud, example, { labels: null })
    expect(parts.instruction).toBe('{rendered}')
    expect(renderParts(parts)).toBe('Q: WHICH {BRACES} IS THE CAPITAL?')
    expect(shownExample(parts, example)).toEqual(example)
  })

  test('surroundings come before the question; turns go to a format that knows them', () => {
    const parts = partsOf(instruction, example, { labels: null, system: 'Be brief.', turns: prompts.choice.turns })
    expect(renderParts(parts)).toMatchInlineSnapshot(`
      "Be brief.

      User: Could you look at some different questions with me?
      Assistant: Yes. I will answer with one letter because that is what you want.
      User: Which color is the sky?
      Assistant: Blue, of course, and the weather is fine.

      Choose the right option.
      Which {braces} is the capital?
      (A) Milan
      (B) Rome
      (C) Turin"
    `)
    const format: PromptFormat = {
      name: 'f',
      render: (question) => `[${question}]`,
      renderTurns: (turns) => turns.map(({ role, text }) => `${role}=${text.length}`).join(' '),
    }
    expect(renderPrompt(parts, format)).toMatchInlineSnapshot(`"user=51 assistant=65 user=23 assistant=41 user=95"`)
    expect(renderPrompt({ ...parts, turns: [] }, format)).toMatch(/^\[Be brief/)
  })
})

test('demonstrations answer as the prompt asks to: by id, by text where no id is shown, in label words', () => {
  const demonstrations = [{ input: { question: 'Q?' }, options: ['x', 'y'], answer: 'B' }]
  const parts = partsOf(instruction, example, { labels: null, demonstrations })
  const answer = (of: PromptParts) => renderParts(of).split('\n\n')[0]?.split('\n').at(-1)
  expect(answer(parts)).toBe('B')
  expect(answer(applied(parts, 'options-without-ids'))).toBe('y')
  expect(answer({ ...parts, optionIds: ['1', '2', '3'] })).toBe('2')
  expect(renderParts({ ...prompts.fewShot, labels: { owner_of: 'OWNS' } })).toContain('Relation:\nOWNS')
})

describe('answers are carried along', () => {
  test('options moved: read in the order shown, compared in the order of the file', () => {
    const parts = partsOf(instruction, example, { labels: null })
    const moved = applied(parts, 'option-shift')
    const letter = moved.gold ?? ''
    expect(letter).not.toBe('B')
    expect(readPerturbed(multipleChoice, letter, moved, example)).toEqual({
      reading: { outcome: 'answered', answer: 'B' },
      score: 1,
    })
    expect(readPerturbed(multipleChoice, 'Rome', moved, example).reading).toEqual({ outcome: 'answered', answer: 'B' })
    expect(originalAnswer(moved, letter)).toBe('B')
    expect(readPerturbed(multipleChoice, '', moved, example)).toMatchObject({
      reading: { outcome: 'unparseable' },
      score: 0,
    })
  })

  test.each(['2', '(2)', '2) Rome', 'The answer is 2.', 'option 2', 'I pick (2), and no other', '**2**', 'Rome'])(
    'enumerators: %s',
    (raw) => {
      const parts = { ...partsOf(instruction, example, { labels: null }), optionIds: ['1', '2', '3'] }
      expect(readPerturbed(multipleChoice, raw, parts, example)).toMatchObject({
        reading: { outcome: 'answered', answer: 'B' },
        score: 1,
      })
    },
  )

  test('a number that is no id stays one', () => {
    const parts = { ...partsOf(instruction, example, { labels: null }), optionIds: ['1', '2', '3'] }
    expect(readPerturbed(multipleChoice, 'In 2 cases of 3 it is so', parts, example).reading.outcome).toBe(
      'unparseable',
    )
    expect(readPerturbed(multipleChoice, '1 or 2? The answer is 2.5', parts, example).reading.outcome).not.toBe(
      'answered',
    )
  })

  test('label words: the new ones are read, the old ones are not', () => {
    const { labels, gold, input } = prompts.relation
    const item: Example = { id: 'r', group: 'r', input, gold: gold ?? '' }
    const renamed = applied(prompts.relation, 'symbolic-labels')
    expect(labels).not.toEqual(renamed.labels)
    const symbol = renamed.labels?.['parent_of'] ?? ''
    expect(readPerturbed(relationExtraction, symbol, renamed, item)).toEqual({
      reading: { outcome: 'answered', answer: 'parent_of' },
      score: 1,
    })
  })

  test('a directional change: the other answer is right; where any other is, any other scores', () => {
    const item: Example = { id: 'b', group: 'b', input: prompts.boolean.input, gold: 'yes' }
    const negated = applied(prompts.boolean, 'negated-instruction')
    expect(readPerturbed(booleanQa, 'No', negated, item).score).toBe(1)
    expect(readPerturbed(booleanQa, 'Yes', negated, item).score).toBe(0)
    const relation: Example = { id: 'r', group: 'r', input: prompts.relation.input, gold: 'parent_of' }
    const any = applied(prompts.relation, 'negated-instruction')
    expect(any.gold).toBeNull()
    expect(readPerturbed(relationExtraction, 'child of', any, relation).score).toBe(1)
    expect(readPerturbed(relationExtraction, 'parent of', any, relation).score).toBe(0)
    const swapped = applied(prompts.relation, 'swapped-entities')
    expect(readPerturbed(relationExtraction, 'child of', swapped, relation).score).toBe(1)
  })
})

test('inverses from directed ids', () => {
  expect(inversesOf({ 'A(e1,e2)': 'a', 'A(e2,e1)': 'b', 'B(e1,e2)': 'c', Other: 'd' })).toEqual({
    'A(e1,e2)': 'A(e2,e1)',
    'A(e2,e1)': 'A(e1,e2)',
  })
  expect(inversesOf({ Other: 'd' })).toBeNull()
  expect(inversesOf(null)).toBeNull()
})

function applied(parts: PromptParts, name: string): PromptParts {
  const result = perturb(parts, { name, seed: 3 })
  if ('notApplicable' in result) throw new Error(result.notApplicable)
  return result.parts
}
