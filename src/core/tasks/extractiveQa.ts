import { defineTask } from './defineTask.ts'
import { readSpan } from './readSpan.ts'
import { squadNormalise } from './squadNormalise.ts'

/** Answer a question with words copied from a passage. Answers are compared and scored as SQuAD's exact match. */
export const extractiveQa = defineTask({
  kind: 'extractive-qa',
  summary: 'Answer a question with words copied from a passage.',
  fields: ['passage', 'question'],
  optionalFields: [],
  hasOptions: false,
  hasLabels: false,
  check: ({ gold, input }) => {
    const key = squadNormalise(gold)
    if (key === '') return `gold ${JSON.stringify(gold)} holds nothing but articles and punctuation`
    if (` ${squadNormalise(input['passage'] ?? '')} `.includes(` ${key} `)) return null
    return `gold ${JSON.stringify(gold)} is not in the passage: an extractive answer is copied from it`
  },
  read: (text, { input }) => readSpan(text, input['passage'] ?? ''),
  sameAnswer: (a, b) => squadNormalise(a) === squadNormalise(b),
  score: (answer, { gold }) => (squadNormalise(answer) === squadNormalise(gold) ? 1 : 0),
})
