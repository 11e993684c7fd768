import { fold, phrases, type Head, type Mention, type Vocabulary } from './vocabulary.ts'

const known = new WeakMap<object, Vocabulary>()

const NOUN = '(?:relation(?:ship)?|label|category|class(?:ification)?|type|sentiment|topic|intent|emotion|rating|score)'

const BEFORE_NOUN = new RegExp(`^["'”’]?\\s+${NOUN}\\b`, 'iu')

/**
 * Nouns and phrases that announce a label without calling it an answer: "belongs to the category …", "is classified as …".
 */
const ANNOUNCED =
  'relation(?:ship)?|label|categor(?:y|ies)|class(?:ification)?|type|sentiment|topic|intent|emotion|rating|score|verdict|prediction|stance'
const BELONGS = new RegExp(
  '\\b(?:(?:belong(?:s|ing)?) (?:to|in|under)|fall(?:s|ing)? (?:under|into|within)|fit(?:s|ting)? (?:\\p{L}+ )?(?:within|into|under|in)' +
    '|(?:described|categori[sz]ed|classified|labell?ed|identified|regarded|characteri[sz]ed|tagged|marked) (?:\\p{L}+ )?(?:as|under|into|with|by)' +
    `)\\s+(?:(?:the|an?|being|type|of)\\s+|${NOUN}\\s+)*["'“‘]?`,
  'giu',
)
/** Matches words that say what something is, which may be in passing. */
const IS_A =
  /\b(?:is|are|refers? to|represents?)\s+(?:(?:likely|clearly|probably|therefore|thus|primarily|also|considered)\s+)?an?\s+["'“‘]?/giu

/** Words of everyday use: in the middle of a text they are a label only in its own spelling. */
const COMMON = new Set(
  'other others none any all some general unknown same mixed part whole like about normal regular common'.split(' '),
)

/**
 * Returns the vocabulary of label ids and label words. It is built once per label set, since every cell is read with it.
 */
export function labelVocabulary(labels: Readonly<Record<string, string>>): Vocabulary {
  const before = known.get(labels)
  if (before !== undefined) return before
  const written = Object.entries(labels).flatMap(([id, words]) => [[id, id] as const, [words, id] as const])
  const spellings = new Set(written.map(([phrase]) => phrase))
  const found = phrases(written)
  const highest = highestNumber(Object.values(labels))

  /** A mention in the label's own spelling, or of a label that is no everyday word. */
  const counts = (text: string, { start, end }: Mention): boolean => {
    const said = text.slice(start, end)
    if (/^\d+$/u.test(said) && (isMeasured(text.slice(end)) || COUNTS.test(text.slice(end, end + 40)))) return false
    if (!COMMON.has(fold(said))) return true
    if (spellings.has(said) && /\p{Lu}/u.test(said))
      return !/(?:^|[.!?]\s)$/u.test(text.slice(Math.max(0, start - 2), start))
    return /["'“‘]$/u.test(text.slice(0, start)) && /^["'”’]/u.test(text.slice(end))
  }
  const head = (text: string): Head | null => {
    const first = found.head(text)
    if (first === null) return null
    const said = text.slice(0, text.length - first.rest.length)
    if (/^\d+$/u.test(said) && isMeasured(first.rest)) return null
    return COMMON.has(fold(said)) &&
      /^\s+(?!(?:because|since|as|and|or)\b)\p{L}/u.test(first.rest) &&
      !BEFORE_NOUN.test(first.rest)
      ? null
      : first
  }
  const vocabulary: Vocabulary = {
    noun: 'label',
    announced: ANNOUNCED,
    whole: (text) => (/[?？]\W*$/u.test(text) && !spellings.has(text.trim()) ? [] : found.whole(text)),
    head,
    mentions: (text) => found.mentions(text).filter((mention) => counts(text, mention)),
    marked: (text) => {
      const belonging = after(text, BELONGS, head)
      if (belonging.length > 0) return belonging.slice(-1)
      const own = found.mentions(text).filter((mention) => isMarked(text, mention, spellings))
      return own.length > 0 ? own : after(text, IS_A, head)
    },
    mayGoOn: (text) => found.mayGoOn(text) || /\d\W*$/u.test(text),
    ...(highest !== null && { normalise: (text: string) => withoutScale(text, highest) }),
  }
  known.set(labels, vocabulary)
  return vocabulary
}

/** A number of another scale: "4%", "4 (out of 10)". */
function isMeasured(rest: string): boolean {
  return /^\s*(?:%|\(?(?:\/|out of|of)\s*\d)/iu.test(rest.slice(0, 16))
}

/** A number that counts something else in the middle of a text: "2 of them", "3 items". */
const COUNTS =
  /^\s+(?!(?:because|since|as|and|or|but|for|out|stars?|points?|is|would|seems|overall|based|due|given|here|to)\b)\p{Ll}/u

/** Returns the labels that stand right after such words, where nothing denies them. */
function after(text: string, words: RegExp, head: (text: string) => Head | null): readonly Mention[] {
  return [...text.matchAll(words)].slice(-40).flatMap(({ index, 0: cue }) => {
    const start = index + cue.length
    const first = head(text.slice(start, start + 200))
    if (first === null) return []
    const end = start + Math.min(200, text.length - start) - first.rest.length
    return first.answers.map((answer) => ({ answer, start, end }))
  })
}

/**
 * True of a mention that is surely a label: in quotes in its own spelling, in capitals or with an underscore, or before
 * "relationship", "category", …
 */
function isMarked(text: string, { start, end }: Mention, spellings: ReadonlySet<string>): boolean {
  const said = text.slice(start, end)
  const follows = text.slice(end, end + 20)
  if (BEFORE_NOUN.test(follows)) return true
  if (!spellings.has(said)) return false
  if (/["'“‘`]$/u.test(text.slice(Math.max(0, start - 1), start)) && /^["'”’`]/u.test(follows)) return true
  return /_|^[\p{Lu}\d\s]{3,}$/u.test(said)
}

/** Returns the highest label of a scale of numbers, or `null`. */
function highestNumber(words: readonly string[]): number | null {
  return words.every((word) => /^\d{1,3}$/u.test(word)) ? Math.max(...words.map(Number)) : null
}

/** A rating without its scale: "4/5", "4 out of 5 stars" and "4 stars" say 4. */
function withoutScale(text: string, highest: number): string {
  return text
    .replaceAll(
      new RegExp(
        `(?<![\\d./])(\\d{1,3})\\s*(?:(?:/|out of|of)\\s*${highest}(?![\\d/]|\\.\\d)|\\(out of\\s*${highest}\\))`,
        'giu',
      ),
      '$1',
    )
    .replaceAll(/(?<![\d./])(\d{1,3})[\s-]*(?:stars?|points?)\b/giu, '$1')
}
