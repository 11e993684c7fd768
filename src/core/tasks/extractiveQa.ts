import { defineTask } from './defineTask.ts'
import { readSpan } from './readSpan.ts'
import { squadNormalise } from './squadNormalise.ts'

/** Answer a question with words copied from a passage. Answers are compared and scored as SQuAD's exact match. */
export const extractiveQa = defineTask({
  kind: 'extractive-qa',
  reader: '3',
  summary: 'Answer a question with words copied from a passage.',
  fields: ['passage', 'question'],
  optionalFields: [],
  hasOptions: false,
  hasLabels: false,
  check: ({ gold, input }) => {
    const key = squadNormalise(gold)
    if (key === '') return `gold ${JSON.stringify(gold)} holds nothing but articles and punctuation`
    const passage = input['passage'] ?? ''
    // Where annotators ended a span inside a word ("Manning" of "Manning's"), the letters are in the passage all the same.
    if (` ${squadNormalise(passage)} `.includes(` ${key} `) || passage.includes(gold)) return null
    return `gold ${JSON.stringify(gold)} is not in the passage: an extractive answer is copied from it`
  },
  read: (text, { input }, { cut }) => readSpan(text, input['passage'] ?? '', cut),
  sameAnswer: (a, b) => squadNormalise(a) === squadNormalise(b),
  score: (answer, { gold }) => (squadNormalise(answer) === squadNormalise(gold) ? 1 : 0),
})
