import type { Mention } from './reading/index.ts'

// Words before and after a bare letter that make it an option's letter and not an article, an initial or "vitamin C".
const LEAD = anyCase(
  "option|choice|letter|answer|is|be|are|and|or|nor|not|than|choose|chose|pick|select|say|think|believe|it['’]s|" +
    'either|both|neither|with|for',
)
const FOLLOW = '(?:and|or|nor|because|since|as|is|are|was|would|seems|but|not|fits)'

/** Alternatives whose first letter may be a capital; the option letters beside them must stay capitals. */
function anyCase(words: string): string {
  return `(?:${words.replaceAll(/(?<=^|\|)[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})`
}

/** Characters looked at for a name before an initial. */
const LONGEST_NAME = 100

const patterns = new Map<number, RegExp>()

/** Option letters named in a text: `(B)`, `b)`, `[B]`, and a bare capital where the words around it make it one. */
export function optionLetters(text: string, count: number): readonly Mention[] {
  return [...text.matchAll(patternFor(count))].filter(isNoInitial).map((match) => {
    const letter = match.groups?.['boxed'] ?? match.groups?.['bare'] ?? ''
    return { answer: letter.toUpperCase(), start: match.index, end: match.index + match[0].length }
  })
}

function patternFor(count: number): RegExp {
  const known = patterns.get(count)
  if (known !== undefined) return known
  const upper = `A-${String.fromCodePoint(64 + count)}`
  const any = `${upper}${upper.toLowerCase()}`
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])[(\\[]?(?<boxed>[${any}])[)\\]](?![\\p{L}\\p{N}])` +
      `|(?:(?<=^|[\\n.:;,("'“/&+\\0][ \\t]*)|(?<=(?<![\\p{L}\\p{N}])${LEAD}\\s+["'“(]?))(?<![\\p{L}\\p{N}]\\.)` +
      `(?<bare>(?![a-z])[${upper}])(?!['’.]\\p{L})(?=\\s*(?:$|[^\\s\\p{L}\\p{N}])|\\s+${FOLLOW}(?![\\p{L}\\p{N}]))`,
    'gu',
  )
  patterns.set(count, pattern)
  return pattern
}

/** "John B. Smith" holds an initial, "I say B. Because …" an option. The pronoun "I" counts only in brackets. */
function isNoInitial(match: RegExpExecArray): boolean {
  const letter = match.groups?.['bare']
  if (letter === undefined) return true
  const rest = match.input.slice(match.index + 1)
  if (letter === 'I') return /^\s*$|^[.):]/u.test(rest)
  return !(
    rest.startsWith('.') &&
    /\p{Lu}[\p{L}'’-]*\s$/u.test(
      match.input
        .slice(Math.max(0, match.index - LONGEST_NAME), match.index)
        .replace(/(?:Option|Choice|Letter|Answer)\s$/u, ''),
    )
  )
}
