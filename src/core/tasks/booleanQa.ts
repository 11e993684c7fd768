import { booleanVocabulary } from './booleanVocabulary.ts'
import { defineTask } from './defineTask.ts'
import { readClosed } from './reading/index.ts'

/**
 * Answer a question about a passage with yes or no. Read by `readClosed`, whose order it keeps; true and false are yes and
 * no, "not true" is no, and "no" before a noun ("no city") is a mere word.
 */
export const booleanQa = defineTask({
  kind: 'boolean-qa',
  reader: '3',
  summary: 'Answer a question about a passage with yes or no.',
  fields: ['passage', 'question'],
  optionalFields: [],
  hasOptions: false,
  hasLabels: false,
  check: ({ gold }) => {
    if (gold === 'yes' || gold === 'no') return null
    const [meant] = booleanVocabulary.whole(gold)
    const way = meant === undefined ? '' : ` (write ${JSON.stringify(meant)})`
    return `gold ${JSON.stringify(gold)} must be "yes" or "no"${way}`
  },
  read: (text, _example, { cut }) => readClosed(text, booleanVocabulary, cut),
  sameAnswer: (a, b) => a === b,
  score: (answer, { gold }) => (answer === gold ? 1 : 0),
})
