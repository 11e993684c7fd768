import fc from 'fast-check'
import { expect, test } from 'vitest'
import { optionId } from '../../tasks/question.ts'
import { perturbations } from '../index.ts'
import { prompts, shown } from '../perturbations.testing.ts'

test('boolean-words', () => {
  expect(shown('boolean-words', prompts.boolean)).toMatchInlineSnapshot(`
    "Answer the question with true or false.
    Answer (true/false):"
  `)
})

test('label-words', () => {
  expect(shown('label-words', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation between Lord Byron and Ada Byron, one of: parent_of, child_of, owner_of.
    Say "parent_of" if it is that."
  `)
})

test('option-enumerators', () => {
  expect(shown('option-enumerators', prompts.choice)).toMatchInlineSnapshot(`"Options: 1) Milan 2) Rome 3) Turin"`)
})

test('option-order', () => {
  expect(shown('option-order', prompts.choice)).toMatchInlineSnapshot(`
    "Options: A) Turin B) Milan C) Rome
    gold: B -> C"
  `)
})

test('option-shift', () => {
  expect(shown('option-shift', prompts.choice)).toMatchInlineSnapshot(`
    "Options: A) Rome B) Turin C) Milan
    gold: B -> A"
  `)
})

test('options-without-ids', () => {
  expect(shown('options-without-ids', prompts.choice)).toMatchInlineSnapshot(`"Options: Milan; Rome; Turin"`)
})

test('symbolic-labels', () => {
  expect(shown('symbolic-labels', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation between Lord Byron and Ada Byron, one of: L6, L4, L5.
    Say "L6" if it is that.
    Answer with a symbol: L4 means "child of"; L5 means "owner of"; L6 means "parent of"."
  `)
})

test('whatever becomes of the options, the gold letter goes with its text', () => {
  const { 'option-order': order, 'option-shift': shift } = perturbations
  const letters = fc.uniqueArray(fc.string({ unit: fc.constantFrom('k', 'l', 'm', 'n'), minLength: 2 }), {
    minLength: 2,
    maxLength: 26,
  })
  fc.assert(
    fc.property(letters, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 30 }), (options, at, seed, strength) => {
      const gold = at % options.length
      const parts = {
        ...prompts.choice,
        options,
        optionOrder: options.map((_, index) => index),
        optionIds: options.map((_, index) => optionId(index)),
        gold: optionId(gold),
      }
      for (const perturbation of [order, shift]) {
        const result = perturbation.apply(parts, { seed, strength })
        if ('notApplicable' in result) throw new Error(result.notApplicable)
        const { options: now, optionOrder, gold: letter } = result.parts
        expect(now[(letter ?? '').charCodeAt(0) - 65]).toBe(options[gold])
        expect(now).toEqual(optionOrder.map((index) => options[index]))
        expect(now).not.toEqual(options)
      }
    }),
  )
})
