import type { Head, Mention } from './vocabulary.ts'

// Words before and after a bare letter that make it an option's letter and not an article, an initial or "vitamin C".
const LEAD = anyCase(
  "option|choice|letter|answer|antwort|clearly|definitely|certainly|probably|likely|obviously|surely|is|be|are|and|or|nor|not|than|choose|chose|pick|select|say|think|believe|it['’]s|" +
    'either|both|neither|with|for|to|of',
).replace('(?:', '(?:OPTION|CHOICE|ANSWER|')
/** Matches listed letters: the words after the second need not show that it is an option. */
const LISTED = /(?<![\p{L}\p{N}])([A-Z])\s*(?:,|、|\/|&|\b(?:and|or)\b)\s*(?:(?:and|or)\s+)?([A-Z])(?![\p{L}\p{N}'’])/gu

const FOLLOW =
  '(?:and|or|nor|because|since|as|is|are|was|would|seems|but|not|fits|which|with|for|from|in|based|due|given|so|if|here|' +
  'according|that|where|by|rather|instead|only|unless|matches|describes|best|therefore|while|who|when)'

/** Scripts that put no blanks between words. */
const UNSPACED = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}'

/** Alternatives whose first letter may be a capital; the option letters next to them must stay capitals. */
function anyCase(words: string): string {
  return `(?:${words.replaceAll(/(?<=^|\|)[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)})`
}

/** Characters looked at for a name before an initial. */
const LONGEST_NAME = 100

interface Patterns {
  readonly anywhere: RegExp
  readonly first: RegExp
}

const patterns = new Map<number, Patterns>()

/** Option letters named in a text: `(B)`, `b)`, `[B]`, and a bare capital where the words around it make it one. */
export function optionLetters(text: string, count: number): readonly Mention[] {
  const letters = [...text.matchAll(patternsFor(count).anywhere)]
    .filter(isNoInitial)
    .filter(isNoFormula)
    .map((match) => {
      const letter = match.groups?.['boxed'] ?? match.groups?.['bare'] ?? ''
      return { answer: letter.toUpperCase(), start: match.index, end: match.index + match[0].length }
    })
  const known = new Map(letters.map(({ start }) => [start, true]))
  const last = String.fromCodePoint(64 + count)
  const listed = [...text.matchAll(LISTED)].flatMap(({ index, 0: list, 1: first = '', 2: second = '' }) => {
    const start = index + list.length - 1
    return first <= last && second <= last && known.has(index) && !known.has(start)
      ? [{ answer: second, start, end: start + 1 }]
      : []
  })
  return [...letters, ...listed]
}

/** Returns the option letter with which a text begins: `(B) …`, `B. …`, `Option B …`, `B because …`; `null` for "A dog". */
export function firstLetter(text: string, count: number): Head | null {
  const match = patternsFor(count).first.exec(text)
  if (match === null) return null
  const { boxed, named, bare } = match.groups ?? {}
  const letter = (boxed ?? named ?? bare ?? '').toUpperCase()
  const rest = text.slice(match[0].length)
  // "I think …" speaks of the speaker, "C = 5" is a formula.
  if (bare === 'I' && /^\s+(?:am|was|would|think|believe|say|will)\b/u.test(rest)) return null
  return { answers: [letter], rest }
}

function patternsFor(count: number): Patterns {
  const known = patterns.get(count)
  if (known !== undefined) return known
  const upper = `A-${String.fromCodePoint(64 + count)}`
  const any = `${upper}${upper.toLowerCase()}`
  const anywhere = new RegExp(
    `(?<![\\p{L}\\p{N}])[(\\[（]?(?<boxed>[${any}])[)\\]）](?![\\p{L}\\p{N}])` +
      `|(?:(?<=^|[\\n.:;,、，。：("'“\\0][ \\t]*)|(?<=(?<![\\p{L}\\p{N}])[${upper}][ \\t]?[/&+][ \\t]?)|(?<=(?<![\\p{L}\\p{N}])${LEAD}\\s+["'“(]?)|(?<=[${UNSPACED}]))(?<![\\p{L}\\p{N}]\\.)` +
      `(?<bare>(?![a-z])[${upper}])(?!['’.]\\p{L})(?=[ \\t]*\\n|\\s*(?:$|[^\\s\\p{L}\\p{N}]|[${UNSPACED}])|\\s+${FOLLOW}(?![\\p{L}\\p{N}]))`,
    'gu',
  )
  const first = new RegExp(
    `^(?:(?:[Oo]ption|[Cc]hoice|[Ll]etter|[Aa]nswer|选项)\\s*)?(?:` +
      `[(\\[（{【]\\s*(?<boxed>[${any}])\\s*[)\\]）}】](?![\\p{L}\\p{N}])` +
      `|(?<=[Oo]ption\\s+|[Cc]hoice\\s+|[Ll]etter\\s+|选项)(?<named>[${any}])(?![\\p{L}\\p{N}'’])` +
      `|(?<bare>[${any}](?=[)\\]）:：.]+(?:\\s|$|[${UNSPACED}]|[\\d$\\\\(])|[)）]|$)|[${upper}](?=\\s*(?:$|[^\\s\\p{L}\\p{N}'’(=+*/^_<>×·∝≈\\\\|%²³-]|[${UNSPACED}])|\\s+[-–—(\\[]|\\s*/\\s*[${upper}](?![\\p{L}\\p{N}])|\\s+${FOLLOW}(?![\\p{L}\\p{N}])))(?!['’.]\\p{L}))`,
    'u',
  )
  const made = { anywhere, first }
  patterns.set(count, made)
  return made
}

const LEADS = new RegExp(`${LEAD}\\s$`, 'u')

/** "John B. Smith" holds an initial, "I say B. Because …" an option. The pronoun "I" counts only in brackets. */
function isNoInitial(match: RegExpExecArray): boolean {
  const letter = match.groups?.['bare']
  if (letter === undefined) return true
  const rest = match.input.slice(match.index + 1)
  if (letter === 'I') return /^\s*$|^[.):]/u.test(rest)
  const before = match.input.slice(Math.max(0, match.index - LONGEST_NAME), match.index)
  return !(rest.startsWith('.') && !LEADS.test(before) && /\p{Lu}[\p{L}'’-]*\s$/u.test(before))
}

/** "H2O(g)", "V = IR" and "f(b)" hold letters that are no options. */
function isNoFormula({ index, input, 0: found }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - 3), index)
  const after = input.slice(index + found.length, index + found.length + 3)
  return !/[=+*^_<>×·\\]\s*$/u.test(before) && !/^\s?[=*^_<>×·]/u.test(after)
}
