import { nameHint } from '../text/index.ts'
import { defineTask } from './defineTask.ts'
import { labelVocabulary } from './labelVocabulary.ts'
import { readClosed } from './reading/index.ts'

/** Name the relation between two entities of a sentence. An answer is a label's id. */
export const relationExtraction = defineTask({
  kind: 'relation-extraction',
  summary: 'Name the relation between two entities of a sentence.',
  fields: ['sentence', 'head', 'tail'],
  optionalFields: ['labels'],
  hasOptions: false,
  hasLabels: true,
  check: ({ gold }, { labels }) => {
    if (labels === null) return 'relation extraction needs labels'
    if (Object.hasOwn(labels, gold)) return null
    return `gold ${JSON.stringify(gold)} is none of the labels${nameHint(gold, Object.keys(labels))}`
  },
  read: (text, _example, { labels }) => readClosed(text, labelVocabulary(labels ?? {})),
  sameAnswer: (a, b) => a === b,
  score: (answer, { gold }) => (answer === gold ? 1 : 0),
})
