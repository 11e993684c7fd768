import { escapePattern } from '../../text/index.ts'
import { fold } from './fold.ts'
import type { Mention } from './vocabulary.ts'

/** Phrases that stand for answers, ready to be looked for. */
export interface Phrases {
  /** Answers whose phrase is exactly this text. */
  readonly whole: (text: string) => readonly string[]
  /** Phrases in a text as whole words; where two begin at one place the longer one counts. */
  readonly mentions: (text: string) => readonly Mention[]
}

/** From pairs of phrase and answer. Empty phrases are ignored. */
export function phrases(pairs: Iterable<readonly [phrase: string, answer: string]>): Phrases {
  const answers = new Map<string, string[]>()
  for (const [phrase, answer] of pairs) {
    const key = fold(phrase)
    if (key === '') continue
    const known = answers.get(key)
    if (known === undefined) answers.set(key, [answer])
    else if (!known.includes(answer)) known.push(answer)
  }
  // Most texts are an answer as a whole: the pattern waits until one is not.
  let pattern: RegExp | undefined
  return {
    whole: (text) => answers.get(fold(text)) ?? [],
    mentions: (text) =>
      [...text.matchAll((pattern ??= toPattern([...answers.keys()])))].flatMap((match) => {
        const [start, end] = [match.index, match.index + match[0].length]
        if (!standsAlone(text, start, end)) return []
        return (answers.get(fold(match[0])) ?? []).map((answer) => ({ answer, start, end }))
      }),
  }
}

function toPattern(keys: readonly string[]): RegExp {
  if (keys.length === 0) return /(?!)/g
  const longestFirst = keys.toSorted((a, b) => b.length - a.length)
  const any = longestFirst.map((key) => key.split(' ').map(escapePattern).join('[\\s_-]+')).join('|')
  // Whole words only: not inside a longer or hyphenated word, nor a part of a number (`1` in `1.5` or `-1`). Options
  // differ from example to example, and a pattern with Unicode classes takes milliseconds to compile: so ASCII here,
  // and the rest in `standsAlone`.
  const before = '(?<!\\w)(?<!\\w[-_])(?<!\\d[.,])(?<!(?<!\\w)[-−](?=\\d))'
  return new RegExp(`${before}(?:${any})(?!\\w)(?![-_]\\w)(?![.,]\\d)`, 'giu')
}

/** Whether no letter or digit of any script runs on at either end. */
function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !/(?:[\p{L}\p{N}][-_]?|\p{N}[.,])$/u.test(text.slice(Math.max(0, start - 3), start)) &&
    !/^(?:[-_]?[\p{L}\p{N}]|[.,]\p{N})/u.test(text.slice(end, end + 3))
  )
}
