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
      [...text.matchAll((pattern ??= toPattern([...answers.keys()])))].flatMap((match) =>
        (answers.get(fold(match[0])) ?? []).map((answer) => ({
          answer,
          start: match.index,
          end: match.index + match[0].length,
        })),
      ),
  }
}

function toPattern(keys: readonly string[]): RegExp {
  if (keys.length === 0) return /(?!)/g
  const longestFirst = keys.toSorted((a, b) => b.length - a.length)
  const any = longestFirst.map((key) => key.split(' ').map(escape).join('[\\s_-]+')).join('|')
  // Whole words only: not inside a longer or hyphenated word, nor a part of a number (`1` in `1.5` or `-1`).
  const before = '(?<![\\p{L}\\p{N}])(?<![\\p{L}\\p{N}][-_])(?<!\\p{N}[.,])(?<!(?<![\\p{L}\\p{N}])[-−](?=\\p{N}))'
  const after = '(?![\\p{L}\\p{N}])(?![-_][\\p{L}\\p{N}])(?![.,]\\p{N})'
  return new RegExp(`${before}(?:${any})${after}`, 'giu')
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
