import { expect, test } from 'vitest'
import { prompts, shown } from '../perturbations.testing.ts'

test('demonstration-choice', () => {
  expect(shown('demonstration-choice', prompts.fewShot)).toMatchInlineSnapshot(`
    "Name the relation between Sam and Lee, one of: parent of, child of, owner of.
    Sentence: Sam grew up with Lee.
    child of"
  `)
})

test('demonstration-order', () => {
  expect(shown('demonstration-order', prompts.fewShot)).toMatchInlineSnapshot(`
    "Name the relation between Lee and Sam, one of: parent of, child of, owner of.
    Sentence: Lee raised Sam.
    parent of
    Name the relation between Kim and Acme, one of: parent of, child of, owner of.
    Sentence: Kim owns Acme.
    owner of"
  `)
})
