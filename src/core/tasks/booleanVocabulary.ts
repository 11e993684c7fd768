import { fold, type Mention, type Vocabulary } from './reading/index.ts'

const ANSWERS: ReadonlyMap<string, string> = new Map([
  ['yes', 'yes'],
  ['true', 'yes'],
  ['no', 'no'],
  ['false', 'no'],
])

const PATTERN = new RegExp(
  "(?:(?<=\\bnot |n['’]t )(?<denied>true|false)" +
    '|(?<![\\p{L}\\p{N}]-?)(?<plain>yes|true|false)' +
    // "no" is an answer where it stands for itself ("No, …", "no because …") and a mere word in "no city", "No. 5".
    '|(?<![\\p{L}\\p{N}]-?)(?<no>no)(?!\\.\\s*\\d)' +
    '(?=\\s*(?:$|[^\\s\\p{L}\\p{N}])|\\s+(?:because|since|as|and|or|but|it|he|she|they|that|this|there|the|we|i)\\b))' +
    '(?![\\p{L}\\p{N}])(?!-[\\p{L}\\p{N}])',
  'giu',
)

/** Yes and no, also written true and false. "Not true" is a no. */
export const booleanVocabulary: Vocabulary = {
  noun: 'answer',
  whole: (text) => {
    const answer = ANSWERS.get(fold(text))
    return answer === undefined ? [] : [answer]
  },
  mentions: (text) => [...text.matchAll(PATTERN)].map(toMention),
}

function toMention(match: RegExpExecArray): Mention {
  const word = match[0].toLowerCase()
  const denied = match.groups?.['denied'] !== undefined
  const start = match.index - (denied ? 'not '.length : 0)
  const plain = ANSWERS.get(word) ?? word
  const opposite = plain === 'yes' ? 'no' : 'yes'
  return { answer: denied ? opposite : plain, start, end: match.index + word.length }
}
