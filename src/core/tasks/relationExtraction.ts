import { nameHint } from '../text/index.ts'
import { defineTask } from './defineTask.ts'
import { labelVocabulary } from './_internal/labelVocabulary.ts'
import { readClosed } from './_internal/readClosed.ts'

/**
 * The model names the relation between two entities of a sentence. An answer is a label's id. `readClosed` reads the text,
 * in its own order; a label is named by its id or its words, whatever the case and the signs between words. "Belongs to …"
 * and "is classified as …" announce one, and a label in quotes or in its own spelling is one in a longer explanation too. A
 * label that the text denies ("no spam", "spam: false") is none, nor does denying one name another.
 */
export const relationExtraction = defineTask({
  kind: 'relation-extraction',
  reader: '3',
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
  read: (text, _example, { labels, cut }) => readClosed(text, labelVocabulary(labels ?? {}), cut),
  sameAnswer: (a, b) => a === b,
  score: (answer, { gold }) => (answer === gold ? 1 : 0),
})
