import { nameHint } from '../text/index.ts'
import { defineTask } from './defineTask.ts'
import { labelVocabulary } from './labelVocabulary.ts'
import { readClosed } from './reading/index.ts'

/** Put a text into one of several classes. An answer is a label's id. */
export const textClassification = defineTask({
  kind: 'text-classification',
  summary: 'Put a text into one of several classes.',
  fields: ['text'],
  optionalFields: ['labels'],
  hasOptions: false,
  hasLabels: true,
  check: ({ gold }, { labels }) => {
    if (labels === null) return 'text classification needs labels'
    if (Object.hasOwn(labels, gold)) return null
    return `gold ${JSON.stringify(gold)} is none of the labels${nameHint(gold, Object.keys(labels))}`
  },
  read: (text, _example, { labels }) => readClosed(text, labelVocabulary(labels ?? {})),
  sameAnswer: (a, b) => a === b,
  score: (answer, { gold }) => (answer === gold ? 1 : 0),
})
