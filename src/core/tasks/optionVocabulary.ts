import { optionLetters } from './optionLetters.ts'
import { optionId } from './optionId.ts'
import { bare, fold, phrases, type Mention, type Vocabulary } from './reading/index.ts'

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
      return [...spans, ...optionLetters(blot(text, spans), options.length)]
    },
  }
  known.set(options, vocabulary)
  return vocabulary
}

/** The text with NULs in the place of these spans, which come in the order of the text. In one pass: answers may be long. */
function blot(text: string, spans: readonly Mention[]): string {
  let blotted = ''
  let from = 0
  for (const { start, end } of spans) {
    // One phrase may stand for several answers.
    if (start < from) continue
    blotted += text.slice(from, start) + '\0'.repeat(end - start)
    from = end
  }
  return blotted + text.slice(from)
}
