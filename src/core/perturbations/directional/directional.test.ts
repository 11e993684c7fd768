import { expect, test } from 'vitest'
import { perturbations } from '../index.ts'
import { prompts, shown } from '../perturbations.testing.ts'

test('antonym', () => {
  expect(shown('antonym', prompts.boolean)).toMatchInlineSnapshot(`
    "Question: is the old bridge younger than the new one?
    gold: yes -> no"
  `)
})

test('negated-instruction', () => {
  expect(shown('negated-instruction', prompts.boolean)).toMatchInlineSnapshot(`
    "Answer the following incorrectly, on purpose. Answer the question with yes or no.
    gold: yes -> no"
  `)
})

test('opposite-labels', () => {
  expect(shown('opposite-labels', prompts.boolean)).toMatchInlineSnapshot(`
    "The names are exchanged: write "yes" where it is "no", "no" where it is "yes".
    gold: yes -> no"
  `)
})

test('swapped-entities', () => {
  expect(shown('swapped-entities', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation between Ada Byron and Lord Byron, one of: parent of, child of, owner of.
    gold: parent_of -> child_of"
  `)
})

test('entities swapped twice are as before, and so is the relation', () => {
  const once = perturbations['swapped-entities'].apply(prompts.relation, { seed: 1 })
  if ('notApplicable' in once) throw new Error(once.notApplicable)
  const twice = perturbations['swapped-entities'].apply(once.parts, { seed: 1 })
  expect('parts' in twice && twice.parts).toEqual(prompts.relation)
})

test('the exchange of labels does not tell which one is right', () => {
  const texts = ['parent_of', 'child_of', 'owner_of'].map((gold) => {
    const result = perturbations['opposite-labels'].apply({ ...prompts.relation, gold }, { seed: 9 })
    return 'parts' in result ? result.parts.instruction : ''
  })
  expect(new Set(texts).size).toBe(1)
  expect(texts[0]).toContain('The names are exchanged')
})
