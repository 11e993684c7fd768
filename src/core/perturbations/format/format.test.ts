import { expect, test } from 'vitest'
import { prompts, shown } from '../perturbations.testing.ts'

test('format-casing', () => {
  expect(shown('format-casing', prompts.relation)).toMatchInlineSnapshot(`
    "SENTENCE: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses.
    RELATION:"
  `)
})

test('format-separators', () => {
  expect(shown('format-separators', prompts.relation)).toMatchInlineSnapshot(`
    "Sentence - As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses.
    Relation -"
  `)
})

test('format-spacing', () => {
  expect(shown('format-spacing', prompts.boolean)).toMatchInlineSnapshot(
    `"Answer the question with yes or no. || Passage: The older bridge, which was built in 1890, cannot be used; people from both towns think it is dangerous. || Question: is the old bridge older than the new one? || Answer (yes/no):"`,
  )
})

test('json-input', () => {
  expect(shown('json-input', prompts.relation)).toMatchInlineSnapshot(
    `"Sentence: {"sentence": "As Paul's letter says, \\"Ada Byron\\" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses."}"`,
  )
})

test('label-separator', () => {
  expect(shown('label-separator', prompts.relation)).toMatchInlineSnapshot(
    `"Name the relation between Lord Byron and Ada Byron, one of: parent of | child of | owner of."`,
  )
})

test('markdown-input', () => {
  expect(shown('markdown-input', prompts.relation)).toMatchInlineSnapshot(`
    "Sentence: 
    \`\`\`text
    As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses.
    \`\`\`
    "
  `)
})

test('option-gaps', () => {
  expect(shown('option-gaps', prompts.choice)).toMatchInlineSnapshot(`"Options: A) Milan | B) Rome | C) Turin"`)
})

test('option-wrappers', () => {
  expect(shown('option-wrappers', prompts.choice)).toMatchInlineSnapshot(`"Options: [A] Milan [B] Rome [C] Turin"`)
})

test('whitespace', () => {
  expect(shown('whitespace', prompts.relation)).toMatchInlineSnapshot(`
    "Say "parent of" if it is  that.
    Sentence: As   Paul's letter says, "Ada Byron"\\u{9}isn't the neighbor\\u{9}of Lord Byron,\\u{9}who is her famous parent of 2 large houses."
  `)
})

test('xml-input', () => {
  expect(shown('xml-input', prompts.relation)).toMatchInlineSnapshot(
    `"Sentence: <sentence>As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses.</sentence>"`,
  )
})
