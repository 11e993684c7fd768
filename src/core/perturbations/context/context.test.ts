import { expect, test } from 'vitest'
import { prompts, shown } from '../perturbations.testing.ts'

test('document-order', () => {
  expect(shown('document-order', prompts.choice)).toMatchInlineSnapshot(`
    "[d3] Turin has three rivers, which are important.
    [d1] Rome is the capital of Italy; it is not small.
    [d2] Milan is a center of trade, with many people."
  `)
})

test('system-wording', () => {
  expect(shown('system-wording', prompts.choice)).toMatchInlineSnapshot(
    `"Your role is to be a careful assistant. Please do not make up anything that is not in the documents. Be helpful and accurate."`,
  )
})

test('tool-order', () => {
  expect(shown('tool-order', prompts.choice)).toMatchInlineSnapshot(`
    "{"name":"add","description":"Adds two numbers.","parameters":{"type":"object"}}
    {"name":"search","description":"Looks something up.","parameters":{"type":"object"}}"
  `)
})

test('turn-order', () => {
  expect(shown('turn-order', prompts.choice)).toMatchInlineSnapshot(`
    "User: Which color is the sky?
    Assistant: Blue, of course, and the weather is fine.
    User: Could you look at some different questions with me?
    Assistant: Yes. I will answer with one letter because that is what you want."
  `)
})

test('turn-pleasantries', () => {
  expect(shown('turn-pleasantries', prompts.choice)).toMatchInlineSnapshot(`
    "User: Hope you are well. Could you look at some different questions with me?
    Assistant: Sure! Yes. I will answer with one letter because that is what you want.
    User: Hope you are well. Which color is the sky?
    Assistant: Sure! Blue, of course, and the weather is fine."
  `)
})
