import { optionLetters } from './optionLetters.ts'
import { optionId } from './optionId.ts'
import { bare, fold, phrases, type Vocabulary } from './reading/index.ts'

const known = new WeakMap<object, Vocabulary>()

/** Option letters, option texts, and letters with their texts ("B) Paris") as answers. Built once per list of options. */
export function optionVocabulary(options: readonly string[]): Vocabulary {
  const before = known.get(options)
  if (before !== undefined) return before
  const texts = phrases(options.map((text, index) => [bare(text), optionId(index)]))
  const ids = new Set(options.map((_, index) => optionId(index)))
  const vocabulary: Vocabulary = {
    noun: 'option',
    whole: (text) => {
      const plain = bare(text)
      const letter = plain.replace(/^[([]|[)\].:]$/g, '').toUpperCase()
      return [...new Set([...(ids.has(letter) ? [letter] : []), ...texts.whole(fold(plain))])]
    },
    mentions: (text) => {
      const spans = texts.mentions(text)
      // A letter inside an option's text ("Vitamin B") is no option letter: blot those texts out first.
      let blotted = text
      for (const { start, end } of spans) {
        blotted = blotted.slice(0, start) + '\0'.repeat(end - start) + blotted.slice(end)
      }
      return [...spans, ...optionLetters(blotted, options.length)]
    },
  }
  known.set(options, vocabulary)
  return vocabulary
}
