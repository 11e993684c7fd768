import { describe, expect, test } from 'vitest'

import type { Example, Reading } from '../../types/index.ts'
import { booleanQa } from '../booleanQa.ts'
import { extractiveQa } from '../extractiveQa.ts'
import { multipleChoice } from '../multipleChoice.ts'
import { relationExtraction } from '../relationExtraction.ts'

const LABELS = { founded_by: 'founded by', employee_of: 'employee of', born_in: 'born in', owner_of: 'owner of' }
const base: Example = { id: 'e', group: 'e', input: {}, gold: '' }

/** The answer, or the outcome in brackets. */
function short(reading: Reading): string {
  return reading.outcome === 'answered' ? reading.answer : `[${reading.outcome}]`
}

describe('relation extraction reads', () => {
  test.each([
    ['founded_by', 'founded_by'],
    ['founded by', 'founded_by'],
    ['  \n Founded-By.\n', 'founded_by'],
    ['**founded by**', 'founded_by'],
    ['`founded_by`', 'founded_by'],
    ['"founded by"', 'founded_by'],
    ['“Founded by.”', 'founded_by'],
    ['- founded_by', 'founded_by'],
    ['_founded by_', 'founded_by'],
    ['```\nfounded_by\n```', 'founded_by'],
    ['{"relation": "founded_by"}', 'founded_by'],
    [String.raw`\boxed{founded_by}`, 'founded_by'],
    ['The answer is founded by.', 'founded_by'],
    ['The relation is: **founded_by**', 'founded_by'],
    ['The relation between Dantar and Mira Kol is "founded by", as the sentence says.', 'founded_by'],
    ['founded by. Explanation: Mira Kol set Dantar up.', 'founded_by'],
    ['<think>employee_of? No.</think>founded_by', 'founded_by'],
    ['Mira was born in Velburg, which is beside the point. The answer is: founded_by', 'founded_by'],
    ['founded_by (founded by)', 'founded_by'],
    ['founded by or employee of', '[unparseable]'],
    ['founded_by, employee_of', '[unparseable]'],
    ['founded_by\nemployee_of', '[unparseable]'],
    ['The answer is founded_by. Or perhaps employee_of.', '[unparseable]'],
    ['founded_by. The answer is employee_of.', '[unparseable]'],
    ['It is not founded_by.', '[unparseable]'],
    ['founded_by is wrong', '[unparseable]'],
    ['co-founded by', '[unparseable]'],
    ['found', '[unparseable]'],
    ['none of these', '[unparseable]'],
    ['', '[unparseable]'],
    [' \n\t', '[unparseable]'],
    ['**', '[unparseable]'],
    ['I cannot answer that.', '[refused]'],
    ['I can’t say whether it is founded_by.', '[refused]'],
    ["I'm sorry, but I can't help with that.", '[refused]'],
    ['As an AI language model, I am unable to name relations.', '[refused]'],
    ['As an AI, this goes beyond me.', '[refused]'],
    ['There is too little here, so I cannot determine it.', '[refused]'],
  ])('%j as %s', (text, wanted) => {
    expect(short(relationExtraction.read(text, base, { labels: LABELS }))).toBe(wanted)
  })

  test('labels with signs, directions and shared beginnings', () => {
    const labels = { a: 'Cause-Effect(e1,e2)', b: 'Cause-Effect(e2,e1)', c: 'country', d: 'country of citizenship' }
    const read = (text: string): string => short(relationExtraction.read(text, base, { labels }))
    expect(read('It is Cause-Effect(e2,e1).')).toBe('b')
    expect(read('The relation is country of citizenship')).toBe('d')
    expect(read('Their country, I say: country')).toBe('c')
  })

  test('the reason says what was found', () => {
    expect(relationExtraction.read('born in, or founded by', base, { labels: LABELS })).toMatchInlineSnapshot(`
      {
        "outcome": "unparseable",
        "reason": "the text is ambiguous: it names several labels (born_in, founded_by)",
      }
    `)
    expect(relationExtraction.read('hm', base, { labels: LABELS })).toMatchInlineSnapshot(`
      {
        "outcome": "unparseable",
        "reason": "the text names no label",
      }
    `)
    expect(relationExtraction.read('not born in', base, { labels: LABELS })).toMatchInlineSnapshot(`
      {
        "outcome": "unparseable",
        "reason": "the text denies born_in",
      }
    `)
  })
})

describe('yes/no reads', () => {
  test.each([
    ['yes', 'yes'],
    ['No.', 'no'],
    ['TRUE', 'yes'],
    ['False', 'no'],
    ['**Yes**', 'yes'],
    ['"no"', 'no'],
    ['Yes, because there is no other city.', 'yes'],
    ['No, he does not.', 'no'],
    ['No because the passage says so', 'no'],
    ['The answer is no', 'no'],
    ['Answer: yes', 'yes'],
    ['It is true.', 'yes'],
    ['That is not true.', 'no'],
    ['No, that is not true.', 'no'],
    ['The statement is false', 'no'],
    ['Yes. No. 5 is the one.', 'yes'],
    ['yes and no', '[unparseable]'],
    ['Yes or no', '[unparseable]'],
    ['Yes/No', '[unparseable]'],
    ['Yes. Actually, no.', '[unparseable]'],
    ['There is no such city', '[unparseable]'],
    ['Yesterday', '[unparseable]'],
    ['maybe', '[unparseable]'],
    ['', '[unparseable]'],
    ['I cannot answer yes or no.', '[refused]'],
    ['Yes. I cannot find anything against it.', 'yes'],
  ])('%j as %s', (text, wanted) => {
    expect(short(booleanQa.read(text, base, { labels: null }))).toBe(wanted)
  })
})

describe('multiple choice reads', () => {
  test.each([
    ['B', 'B'],
    ['b', 'B'],
    ['(B)', 'B'],
    ['[b]', 'B'],
    ['B)', 'B'],
    ['B.', 'B'],
    ['**B**', 'B'],
    ['"B"', 'B'],
    ['Paris', 'B'],
    ['paris.', 'B'],
    ['B) Paris', 'B'],
    ['(B) Paris, because the passage says so.', 'B'],
    ['B: Paris', 'B'],
    ['B Paris', 'B'],
    ['The answer is B', 'B'],
    ['The answer is (B).', 'B'],
    ['Option B is right', 'B'],
    ['I think B, as the passage says.', 'B'],
    ['The capital is Paris, a city.', 'B'],
    ['A dog would say Paris.', 'B'],
    ['A', 'A'],
    ['A is correct', 'A'],
    ['It is Vitamin C.', 'D'],
    ['D) Vitamin C', 'D'],
    ['Paris, Texas', 'C'],
    ['It is in Paris, Texas, I say.', 'C'],
    ['A and B', '[unparseable]'],
    ['A or B', '[unparseable]'],
    ['A/B', '[unparseable]'],
    ['A, B', '[unparseable]'],
    ['Both A and B are right', '[unparseable]'],
    ['B) Rome', '[unparseable]'],
    ['Rome or Paris', '[unparseable]'],
    ['not B', '[unparseable]'],
    ['E', '[unparseable]'],
    ['John B. Smith', '[unparseable]'],
    ['vitamin B', '[unparseable]'],
    ['A dog', '[unparseable]'],
    ['', '[unparseable]'],
    ['I cannot choose between A and B', '[refused]'],
  ])('%j as %s', (text, wanted) => {
    const example = { ...base, options: ['Rome', 'Paris', 'Paris, Texas', 'Vitamin C'], gold: 'B' }
    expect(short(multipleChoice.read(text, example, { labels: null }))).toBe(wanted)
  })

  test('numbers are whole numbers with their signs', () => {
    const example = { ...base, options: ['1', '-1', '1.5', '$15'], gold: 'B' }
    const read = (text: string): string => short(multipleChoice.read(text, example, { labels: null }))
    expect(read('-1')).toBe('B')
    expect(read('It is -1.')).toBe('B')
    expect(read('It is 1.5, I think')).toBe('C')
    expect(read('It costs $15')).toBe('D')
    expect(read('It is -15')).toBe('[unparseable]')
  })
})

describe('extractive answers read', () => {
  const passage = 'Dantar was set up in 1990 by Mira Kol, a native of St. Ives. "I Can\'t Stop" was her motto.'
  test.each([
    ['Mira Kol', 'Mira Kol'],
    [' Mira Kol. ', 'Mira Kol'],
    ['**Mira Kol**', 'Mira Kol'],
    ['"Mira Kol"', 'Mira Kol'],
    ['mira kol', 'mira kol'],
    ['The answer is Mira Kol.', 'Mira Kol'],
    ['Answer: 1990', '1990'],
    ['Mira Kol, because she set it up.', 'Mira Kol'],
    ['Mira Kol. She set it up.', 'Mira Kol'],
    ['Mira Kol\n\nShe founded it.', 'Mira Kol'],
    ['Mira Kol (the founder)', 'Mira Kol'],
    ['St. Ives', 'St. Ives'],
    ["I Can't Stop", "I Can't Stop"],
    ['Somebody else', 'Somebody else'],
    ['', '[unparseable]'],
    ['the', '[unparseable]'],
    ['"."', '[unparseable]'],
    ['I cannot answer this.', '[refused]'],
    ["I'm sorry, the passage does not say.", '[refused]'],
  ])('%j as %s', (text, wanted) => {
    const example = { ...base, input: { passage, question: 'Who?' }, gold: 'Mira Kol' }
    expect(short(extractiveQa.read(text, example, { labels: null }))).toBe(wanted)
  })
})
