import { escapePattern } from '../../text/index.ts'

/** An answer named in a text, from `start` up to `end` (UTF-16 offsets). */
export interface Mention {
  readonly answer: string
  readonly start: number
  readonly end: number
}

/** The answer with which a text begins. */
export interface Head {
  /** There are several where the phrase is ambiguous. */
  readonly answers: readonly string[]
  /** The text after it, unchanged. */
  readonly rest: string
}

/** The answers that a closed question allows, and how they are named. */
export interface Vocabulary {
  /** The name of the answers in reasons, e.g. `label`. */
  readonly noun: string
  /** Further nouns that announce an answer of this kind ("The relation is …"), as alternatives of a pattern. */
  readonly announced: string
  /** Answers that this text, as a whole, stands for: none, one, or several where it is ambiguous. */
  readonly whole: (text: string) => readonly string[]
  /** The answer with which this text begins, or `null`. */
  readonly head: (text: string) => Head | null
  /** Answers named within a short statement. */
  readonly mentions: (text: string) => readonly Mention[]
  /** Answers named so that they can't be meant otherwise even in a long text: in quotes, by letter and text together. */
  readonly marked: (text: string) => readonly Mention[]
  /**
   * `true` of a text that, had it not been cut off here, could have become another answer: `country` of `country of
   * citizenship`.
   */
  readonly mayGoOn: (text: string) => boolean
  /** Brings the text into the vocabulary's own terms first, e.g. "4 out of 5" to "4". */
  readonly normalise?: (text: string) => string
}

/** Phrases that stand for answers, ready to be searched for. */
export interface Phrases {
  /** Answers whose phrase is exactly this text. */
  readonly whole: (text: string) => readonly string[]
  /** The longest phrase with which a text begins, as whole words. */
  readonly head: (text: string) => Head | null
  /** Phrases in a text as whole words; where two begin at one place the longer one counts. */
  readonly mentions: (text: string) => readonly Mention[]
  /** `true` where a longer phrase begins with this text. */
  readonly mayGoOn: (text: string) => boolean
}

/** Makes phrases ready to be searched for, from pairs of phrase and answer. Empty phrases are ignored. */
export function phrases(pairs: Iterable<readonly [phrase: string, answer: string]>): Phrases {
  const answers = new Map<string, string[]>()
  for (const [phrase, answer] of pairs) {
    const key = fold(phrase)
    if (key === '') continue
    const known = answers.get(key)
    if (known === undefined) answers.set(key, [answer])
    else if (!known.includes(answer)) known.push(answer)
  }
  // Most texts are an answer as a whole: the patterns wait until one is not.
  let anywhere: RegExp | undefined
  let first: RegExp | undefined
  return {
    whole: (text) => answers.get(fold(text)) ?? [],
    head: (text) => {
      const match = (first ??= toPattern([...answers.keys()], '^', 'iu')).exec(text)
      if (match === null || !standsAlone(text, 0, match[0].length)) return null
      return { answers: answers.get(fold(match[0])) ?? [], rest: text.slice(match[0].length) }
    },
    mentions: (text) =>
      [...text.matchAll((anywhere ??= toPattern([...answers.keys()], BEFORE, 'giu')))].flatMap((match) => {
        const [start, end] = [match.index, match.index + match[0].length]
        if (!standsAlone(text, start, end)) return []
        return (answers.get(fold(match[0])) ?? []).map((answer) => ({ answer, start, end }))
      }),
    mayGoOn: (text) => {
      const key = fold(text)
      return [...answers.keys()].some((other) => other !== key && other.startsWith(key))
    },
  }
}

// Whole words only: not inside a longer or hyphenated word, nor a part of a number (`1` in `1.5` or `-1`). Options
// differ from example to example, and a pattern with Unicode classes takes milliseconds to compile: so ASCII here,
// and the rest in `standsAlone`.
const BEFORE = '(?<!\\w)(?<!\\w[-_])(?<!\\d[.,])(?<!(?<!\\w)[-−](?=\\d))'

function toPattern(keys: readonly string[], before: string, flags: string): RegExp {
  if (keys.length === 0) return new RegExp('(?!)', flags)
  const longestFirst = keys.toSorted((a, b) => b.length - a.length)
  const any = longestFirst.map((key) => key.split(' ').map(escapePattern).join('[\\s_-]+')).join('|')
  return new RegExp(`${before}(?:${any})(?!\\w)(?![-_]\\w)(?![.,]\\d)`, flags)
}

// Scripts written without blanks between words have none at the ends of an answer either.
const LETTER = '(?![\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}])[\\p{L}\\p{N}]'
const RUNS_IN = new RegExp(`(?:${LETTER}[-_]?|\\p{N}[.,])$`, 'u')
const RUNS_ON = new RegExp(`^(?:[-_]?${LETTER}|[.,]\\p{N})`, 'u')

/** Says whether no letter or digit of any script follows at either end. */
function standsAlone(text: string, start: number, end: number): boolean {
  return !RUNS_IN.test(text.slice(Math.max(0, start - 3), start)) && !RUNS_ON.test(text.slice(end, end + 3))
}

/**
 * Returns a phrase as it is compared: no case, and one blank for blanks, `_` and `-` between words. `-1` keeps its sign.
 */
export function fold(phrase: string): string {
  return phrase
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?<=[\p{L}\p{N})]) ?[_-]+ ?(?=[\p{L}\p{N}(])/gu, ' ')
}
