import { defineTask } from './defineTask.ts'
import { MOST_OPTIONS, optionId } from './question.ts'
import { optionVocabulary } from './_internal/optionVocabulary.ts'
import { bare } from './_internal/plainText.ts'
import { fold } from './_internal/vocabulary.ts'
import { readClosed } from './_internal/readClosed.ts'

/**
 * The model chooses one of several options. An answer is an option's letter. `readClosed` reads the text, in its own order;
 * an option is named by its letter ("B", "(b)", "Option B"), its text, or both. A letter and the text of another option are
 * no answer; a bare letter is one only where the words around it make it one ("A dog", "vitamin C", "V = IR", "I think" do
 * not).
 */
export const multipleChoice = defineTask({
  kind: 'multiple-choice',
  reader: '3',
  summary: 'Choose one of several options.',
  fields: ['question'],
  optionalFields: ['passage', 'options'],
  hasOptions: true,
  hasLabels: false,
  check: ({ gold, options = [] }) => {
    if (options.length < 2 || options.length > MOST_OPTIONS) {
      return `a question needs 2 to ${MOST_OPTIONS} options, this one has ${options.length}`
    }
    const ids = options.map((_, index) => optionId(index))
    const seen = new Map<string, string>()
    for (const [index, text] of options.entries()) {
      const key = fold(bare(text))
      const id = optionId(index)
      if (key === '') return `option ${id} is empty`
      const twin = seen.get(key)
      if (twin !== undefined) return `options ${twin} and ${id} can't be told apart: ${JSON.stringify(text)}`
      seen.set(key, id)
    }
    if (ids.includes(gold)) return null
    const meant = seen.get(fold(bare(gold))) ?? (ids.includes(gold.toUpperCase()) ? gold.toUpperCase() : undefined)
    const way = meant === undefined ? `one of ${ids.join(', ')}` : JSON.stringify(meant)
    return `gold ${JSON.stringify(gold)} is no option's letter: write ${way}`
  },
  read: (text, { options = [] }, { cut }) => readClosed(text, optionVocabulary(options), cut),
  sameAnswer: (a, b) => a === b,
  score: (answer, { gold }) => (answer === gold ? 1 : 0),
})
