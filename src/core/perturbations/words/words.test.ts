import { expect, test } from 'vitest'
import { prompts, shown, withFirstInput } from '../perturbations.testing.ts'

test('abbreviations', () => {
  expect(shown('abbreviations', prompts.choice)).toMatchInlineSnapshot(`
    "User: Could you look at some different questions w/ me?
    Assistant: Blue, of course, & the weather is fine.
    Passage: There are 3 big cities there, and the govt. does not sit in Milan, you will see."
  `)
})

test('adjective-synonym', () => {
  expect(shown('adjective-synonym', prompts.relation)).toMatchInlineSnapshot(
    `"Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her well-known parent of 2 big houses."`,
  )
})

test('contractions', () => {
  expect(shown('contractions', prompts.choice)).toMatchInlineSnapshot(`
    "You're a careful assistant. Please don't make up anything that's not in the documents.
    Assistant: Yes. I'll answer with one letter because that's what you want.
    [d1] Rome is the capital of Italy; it's not small.
    Passage: There are 3 big cities there, and the government doesn't sit in Milan, you'll see."
  `)
})

test('dyslexia-pairs', () => {
  expect(shown('dyslexia-pairs', prompts.choice)).toMatchInlineSnapshot(`
    "Assistant: Yes. I will anwser with one letter because that is what you want.
    Passage: There are 3 big cities there, and the government dose not sit in Milan, you will see."
  `)
})

test('expansions', () => {
  expect(shown('expansions', prompts.relation)).toMatchInlineSnapshot(
    `"Sentence: As Paul's letter says, "Ada Byron" is not the neighbor of Lord Byron, who is her famous parent of 2 large houses."`,
  )
})

test('filler-words', () => {
  expect(shown('filler-words', prompts.choice)).toMatchInlineSnapshot(`
    "You are a like, careful assistant. Please do not make up anything that is not in the documents.
    [d1] Rome is the capital of hm, Italy; it is not small."
  `)
})

test('number-words', () => {
  expect(shown('number-words', prompts.choice)).toMatchInlineSnapshot(`
    "[d3] Turin has 3 rivers, which are important.
    Passage: There are three big cities there, and the government does not sit in Milan, you will see."
  `)
})

test('slang', () => {
  expect(shown('slang', prompts.choice)).toMatchInlineSnapshot(`
    "You are a careful assistant. Plz do not make up anything that is not in the documents.
    Assistant: Yes. I will answer with one letter cuz that is what you want.
    Passage: There are 3 big cities there, and the government does not sit in Milan, u will see."
  `)
})

test('spelling-variant', () => {
  expect(shown('spelling-variant', prompts.relation)).toMatchInlineSnapshot(
    `"Sentence: As Paul's letter says, "Ada Byron" isn't the neighbour of Lord Byron, who is her famous parent of 2 large houses."`,
  )
})

test.each([
  ['number-words', 'On December 6, 2015, on 6 May and at 3:00, 20% of 7.5 paid $4 for no. 3) here.'],
  ['spelling-variant', 'They met in the World Trade Center, and in Pearl Harbor, Center of All.'],
  ['adjective-synonym', 'She lives in Big Sur, near the Small Faces; the first one is hard.'],
  ['antonym', 'is it older?'],
])('%s leaves names, dates and other words alone', (name, text) => {
  expect(shown(name, { ...withFirstInput(prompts.extractive, () => text), gold: 'x' }, 9)).toMatch(/^not applicable/)
})

test.each([
  ['number-words', '3 of five people, 20 in all', 'three of 5 people, twenty in all'],
  ['spelling-variant', 'Center stage: the COLOR of the theatre', 'Centre stage: the COLOUR of the theater'],
])('%s changes all others', (name, text, after) => {
  expect(shown(name, { ...withFirstInput(prompts.extractive, () => text), gold: 'x' }, 9)).toBe(after)
})
