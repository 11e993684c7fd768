import { expect, test } from 'vitest'
import { prompts, shown } from '../perturbations.testing.ts'

test('instruction-position', () => {
  expect(shown('instruction-position', prompts.choice)).toMatchInlineSnapshot(`
    "Passage: There are 3 big cities there, and the government does not sit in Milan, you will see.
    Question: Which city is the capital of the whole country?
    Options: A) Milan B) Rome C) Turin
    Choose the right option."
  `)
})

test('irrelevant-after', () => {
  expect(shown('irrelevant-after', prompts.boolean)).toMatchInlineSnapshot(
    `"Passage: The older bridge, which was built in 1890, cannot be used; people from both towns think it is dangerous. There was a bowl of apples on the table."`,
  )
})

test('irrelevant-before', () => {
  expect(shown('irrelevant-before', prompts.boolean)).toMatchInlineSnapshot(
    `"Passage: There was a bowl of apples on the table. The older bridge, which was built in 1890, cannot be used; people from both towns think it is dangerous."`,
  )
})

test('politeness', () => {
  expect(shown('politeness', prompts.boolean)).toMatchInlineSnapshot(`
    "I would be grateful for your help. Answer the question with yes or no.
    Thank you very much!"
  `)
})

test('random-string', () => {
  expect(shown('random-string', prompts.boolean)).toMatchInlineSnapshot(
    `"Passage: The older bridge, which was built in 1890, cannot be used; people from both towns think it is dangerous. xcv5kRqkaa"`,
  )
})

test('repeated-instruction', () => {
  expect(shown('repeated-instruction', prompts.boolean)).toMatchInlineSnapshot(`"Answer the question with yes or no."`)
})

test('role-framing', () => {
  expect(shown('role-framing', prompts.boolean)).toMatchInlineSnapshot(
    `"Act as a careful specialist in reading comprehension. Answer the question with yes or no."`,
  )
})

test('task-framing', () => {
  expect(shown('task-framing', prompts.boolean)).toMatchInlineSnapshot(
    `"The following is an exercise in reading comprehension. Answer the question with yes or no."`,
  )
})

test('tautology', () => {
  expect(shown('tautology', prompts.boolean)).toMatchInlineSnapshot(
    `"Passage: The older bridge, which was built in 1890, cannot be used; people from both towns think it is dangerous. And false is not true."`,
  )
})

test('translated-instruction', () => {
  expect(shown('translated-instruction', prompts.relation)).toMatchInlineSnapshot(`
    "Nenne die Beziehung zwischen Lord Byron und Ada Byron, eine von: parent of, child of, owner of.
    Sage "parent of", wenn sie das ist.
    Satz: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses.
    Beziehung:"
  `)
})
