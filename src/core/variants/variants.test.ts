import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contractPrompts, perturbations, renderParts } from '../perturbations/index.ts'
import { booleanQa, multipleChoice, renderQuestion } from '../tasks/index.ts'
import type { Perturbation, Task } from '../types/index.ts'
import { markChanges, parseVariant, resolvePerturbation, variantId, variantPrompts, wantedOf } from './index.ts'

const instruction = (id: string, text: string): Task['instructions'][number] => ({
  id,
  family: 'plain',
  text,
  options: { item: '{id}) {text}', separator: ' ' },
  provenance: { author: 'test', licence: 'CC0' },
  reviewed: null,
  hash: id,
})

const boolean: Task = {
  name: 'qa',
  kind: booleanQa,
  labels: null,
  examples: [1, 2, 3].map((at) => ({
    id: `e${at}`,
    group: `e${at}`,
    input: { passage: `The house has ${at} doors.`, question: 'is the door older than the house' },
    gold: 'yes',
  })),
  instructions: [
    instruction('s1', 'Read the text and answer. {passage} {question}'),
    instruction('s1+v2', 'Say. {passage} {question}'),
  ],
  canonical: 's1',
  hash: 'h',
  sources: [],
}
const choice: Task = {
  ...boolean,
  name: 'mc',
  kind: multipleChoice,
  examples: [{ id: 'm1', group: 'm1', input: { question: 'Which?' }, options: ['red', 'blue', 'green'], gold: 'A' }],
  instructions: [instruction('m', '{question} {options}')],
  canonical: 'm',
}

test('an id says what it was made of, whatever the instruction is named', () => {
  const names = fc.constantFrom(...Object.keys(perturbations))
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), names, fc.option(fc.integer({ min: 1, max: 999 })), (id, name, most) => {
      const made = { instruction: id, perturbation: name, ...(most !== null && { strength: most }) }
      expect(parseVariant(variantId(made), new Set([id]))).toEqual(made)
    }),
  )
  expect(variantId({ instruction: 's1', perturbation: 'swap-letters', strength: 3 })).toBe('s1+swap-letters@3')
  const known = new Set(['s1', 's1+v2'])
  expect(parseVariant('s1+v2', known)).toBeNull()
  expect(parseVariant('s1+v2+whitespace', known)).toEqual({ instruction: 's1+v2', perturbation: 'whitespace' })
  expect(parseVariant('s9+whitespace', known)).toBeNull()
  expect(() => variantId({ instruction: 's1', perturbation: 'a+b' })).toThrow('lower-case words')
})

test('the same variant asks an example the same; examples differ; an unperturbed one asks what it always did', () => {
  const { promptOf } = variantPrompts(boolean)
  const text = (example: string, variant: string, of = promptOf) => {
    const prompt = of(example, variant)
    return 'parts' in prompt ? renderParts(prompt.parts) : prompt.notApplicable
  }
  for (const { id } of Object.values<Perturbation>(perturbations).map(({ name }) => ({ id: `s1+${name}` })))
    expect(text('e1', id)).toBe(text('e1', id, variantPrompts(structuredCloneOf(boolean)).promptOf))
  expect(text('e1', 's1')).toBe(renderQuestion(boolean.instructions[0]!, boolean.examples[0]!, { labels: null }))
  const edits = boolean.examples.map(({ id }) => {
    const prompt = promptOf(id, 's1+random-case')
    return 'edits' in prompt ? JSON.stringify(prompt.edits) : ''
  })
  expect(new Set(edits).size).toBe(3)
  expect(() => promptOf('e9', 's1')).toThrow('no example e9')
  expect(() => promptOf('e1', 's9')).toThrow('no instruction s9')
  expect(() => promptOf('e1', 's1+whitespcae')).toThrow('did you mean "whitespace"')
})

test('what applies: not what has nothing to change, nor what ends up as the canonical prompt', () => {
  const back: Perturbation = {
    ...perturbations.whitespace,
    name: 'back',
    apply: (parts) => ({ parts, edits: [], gold: parts.gold }),
  }
  const { applies } = variantPrompts(boolean, [back])
  expect(applies('e1', 's1')).toBe(true)
  expect(applies('e1', 's1+upper-case')).toBe(true)
  expect(applies('e1', 's1+option-order')).toBe(false)
  expect(applies('e1', 's1+back')).toBe(false)
})

test('a composition of the package goes by its default name; own ones come first', () => {
  const both = resolvePerturbation('upper-case-and-whitespace')
  expect(both.composedOf?.map(({ name }) => name)).toEqual(['upper-case', 'whitespace'])
  const own = { ...perturbations.whitespace, name: 'mine' }
  expect(resolvePerturbation('mine', [own])).toBe(own)
  expect(() => resolvePerturbation('mine-and-whitespace')).toThrow('no perturbation')
})

test('what is wanted: the new answer in terms of the file, nothing where it stays', () => {
  const [example] = choice.examples
  const moved = variantPrompts(choice).promptOf('m1', 'm+option-shift')
  expect('parts' in moved && wantedOf(moved.parts, example!)).toEqual({})
  expect('parts' in moved && moved.parts.gold).not.toBe('A')
  const negated = variantPrompts(choice).promptOf('m1', 'm+negated-instruction')
  expect('parts' in negated && wantedOf(negated.parts, example!)).toEqual({ wanted: null })
  const antonym = variantPrompts(boolean).promptOf('e1', 's1+antonym')
  expect('parts' in antonym && wantedOf(antonym.parts, boolean.examples[0]!)).toEqual({ wanted: 'no' })
})

test('changes are marked with a few words around them; any subset of any edits can be', () => {
  const { promptOf } = variantPrompts(boolean)
  const marked = (task: Task, variant: string) => {
    const prompt = variantPrompts(task).promptOf(task.examples[0]!.id, variant)
    if ('notApplicable' in prompt) return prompt.notApplicable
    return markChanges(prompt.original, prompt.edits).map(
      ({ part, lead, before, after, tail }) => `${part}: ${lead}[${before}|${after}]${tail}`,
    )
  }
  expect(marked(boolean, 's1+antonym')).toMatchInlineSnapshot(`
    [
      "input/question: the door [older|younger] than the",
    ]
  `)
  expect(marked(boolean, 's1+politeness')).toMatchInlineSnapshot(`
    [
      "instruction: [|Could you please help me with this? ]Read the",
      "instruction: {passage} {question}[|
    Thank you very much!]",
    ]
  `)
  expect(marked(choice, 'm+option-shift')).toMatchInlineSnapshot(`
    [
      "options: [red … blue|blue … red]",
      "options: [blue … green|green … blue]",
    ]
  `)
  for (const parts of contractPrompts) {
    for (const perturbation of Object.values<Perturbation>(perturbations)) {
      const result = perturbation.apply(parts, { seed: 1 })
      if ('notApplicable' in result) continue
      const all = markChanges(parts, result.edits)
      for (const { before, after } of all) expect(before).not.toBe(after)
      for (const edit of result.edits) expect(markChanges(parts, [edit]).length).toBeGreaterThan(0)
    }
  }
  expect(promptOf('e1', 's1+whitespace')).toHaveProperty('edits')
})

function structuredCloneOf(task: Task): Task {
  return { ...task, examples: structuredClone(task.examples), instructions: structuredClone(task.instructions) }
}
