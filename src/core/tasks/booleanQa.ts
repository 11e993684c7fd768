import { defineTask } from './defineTask.ts'
import { fold, type Mention, type Vocabulary } from './_internal/vocabulary.ts'
import { readClosed } from './_internal/readClosed.ts'

const ANSWERS: ReadonlyMap<string, string> = new Map([
  ['yes', 'yes'],
  ['true', 'yes'],
  ['no', 'no'],
  ['false', 'no'],
  ['yep', 'yes'],
  ['yeah', 'yes'],
  ['nope', 'no'],
])

const WORDS =
  "(?:(?<=\\bnot |n['’]t )(?<denied>true|false)" +
  '|(?<![\\p{L}\\p{N}]-?)(?<!\\b(?:half|partly|partially|mostly|largely|somewhat|almost|nearly|sometimes)[ -])(?<plain>yes|yep|yeah|true|false|nope)' +
  // "no" is an answer where it stands for itself ("No, …", "no because …") and a mere word in "no city", "No. 5".
  '|(?<![\\p{L}\\p{N}]-?)(?<no>no)(?!\\.\\s*\\d)' +
  '(?=\\s*(?:$|[^\\s\\p{L}\\p{N}])|\\s+(?:because|since|as|and|or|but|it|he|she|they|that|this|there|the|we|i)\\b))' +
  '(?![\\p{L}\\p{N}])(?!-[\\p{L}\\p{N}])'

const ANYWHERE = new RegExp(WORDS, 'giu')

const FIRST = new RegExp(`^(?:(?:not |n['’]t )(?=true|false))?(?:${WORDS})`, 'iu')

/** Yes and no, also written true and false, yep and nope. "Not true" is a no. */
const booleanVocabulary: Vocabulary = {
  noun: 'answer',
  announced: '',
  whole: (text) => {
    if (/[?？]\W*$/u.test(text)) return []
    const answer = ANSWERS.get(fold(text))
    return answer === undefined ? [] : [answer]
  },
  head: (text) => {
    const match = FIRST.exec(text)
    if (match === null) return null
    const [{ answer } = { answer: '' }] = [toMention(match)]
    return { answers: [answer], rest: text.slice(match[0].length) }
  },
  mentions: (text) => [...text.matchAll(ANYWHERE)].map(toMention),
  marked: () => [],
  mayGoOn: () => false,
}

/**
 * The model answers a question about a passage with yes or no. `readClosed` reads the text, in its own order; true and
 * false are yes and no, "not true" is no, and "no" before a noun ("no city") is a mere word.
 */
export const booleanQa = defineTask({
  kind: 'boolean-qa',
  reader: '3',
  summary: 'Answer a question about a passage with yes or no.',
  fields: ['passage', 'question'],
  // Where the question is whether a given answer is right, as in MultiRC: every instruction shows that answer.
  optionalFields: ['response'],
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

function toMention(match: RegExpExecArray): Mention {
  const denied = match.groups?.['denied']
  const word = (denied ?? match.groups?.['plain'] ?? match.groups?.['no'] ?? '').toLowerCase()
  const start = match.index - (denied !== undefined && match[0].toLowerCase() === word ? 'not '.length : 0)
  const plain = ANSWERS.get(word) ?? word
  const opposite = plain === 'yes' ? 'no' : 'yes'
  return { answer: denied === undefined ? plain : opposite, start, end: match.index + match[0].length }
}
