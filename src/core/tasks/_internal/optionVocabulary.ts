import { firstLetter, optionLetters } from './optionLetters.ts'
import { optionId } from '../question.ts'
import { bare, plainMath } from './plainText.ts'
import { fold, phrases, type Head, type Mention, type Vocabulary } from './vocabulary.ts'

const known = new WeakMap<object, Vocabulary>()

/** A text that is a number, with its signs: it says little in the middle of others. */
const NUMBER = /^[$€£¥]?[-+−]?[$€£¥]?\d[\d.,/]*%?$/u
/** Text after a number that makes it another number or a part of a formula. */
const FORMULA = /^\s*[-+*/^_=<>×·%(\\]|^\s*(?:x|times|plus|minus|divided|of|out)\b/iu

/**
 * Returns the vocabulary of option letters, option texts, and letters with their texts ("B) Paris"). It is built once per
 * list of options.
 */
export function optionVocabulary(options: readonly string[]): Vocabulary {
  const before = known.get(options)
  if (before !== undefined) return before
  const texts = phrases(options.map((text, index) => [bare(plainMath(text)), optionId(index)]))
  const count = options.length
  const longest = Math.max(0, ...options.map(({ length }) => length))
  const ids = new Set(options.map((_, index) => optionId(index)))

  const whole = (text: string): readonly string[] => {
    const plain = bare(text)
    const letter = plain
      .replace(/^(?:option|choice|letter|选项)\s*/iu, '')
      .replace(/^[([（]|[)\]）.:：]$/gu, '')
      .toUpperCase()
    const direct = [...new Set([...(ids.has(letter) ? [letter] : []), ...texts.whole(fold(plain))])]
    return direct.length > 0 ? direct : both(plain)
  }
  /** Letter and text together, in either order: several answers where they are of different options. */
  const both = (plain: string): readonly string[] => {
    if (plain.length > longest + 40) return []
    const first = firstLetter(plain, count) ?? withText(plain)
    if (first !== null) {
      const text = texts.whole(bare(first.rest.replace(/^[)\]）.:：、,\s–—-]+/u, '')))
      if (text.length > 0) return [...new Set([...first.answers, ...text])]
    }
    const last = /^(.+?)[\s,–—-]*[([（]\s*(?:option|choice|answer)?\s*([a-z])\s*[)\]）]$/iu.exec(plain)
    const letter = last?.[2]?.toUpperCase() ?? ''
    const text = last === null || !ids.has(letter) ? [] : texts.whole(bare(last[1] ?? ''))
    return text.length > 0 ? [...new Set([letter, ...text])] : []
  }
  /** "B Paris": a bare letter that only its own text makes one. */
  const withText = (plain: string): Head | null => {
    const [, letter = '', rest = ''] = /^([A-Z])\s+(.+)$/su.exec(plain) ?? []
    return ids.has(letter) && texts.whole(bare(rest)).includes(letter) ? { answers: [letter], rest } : null
  }
  const head = (text: string): Head | null => {
    const phrase = texts.head(text)
    const letter = firstLetter(text, count) ?? withOwnText(text)
    if (phrase !== null && (letter === null || text.length - phrase.rest.length > 3)) {
      const said = text.slice(0, text.length - phrase.rest.length)
      if (NUMBER.test(said.trim()) && FORMULA.test(phrase.rest)) return null
      return agreeing(phrase)
    }
    return letter === null ? null : agreeing(letter)
  }
  const withOwnText = (text: string): Head | null => {
    const [lead = '', letter = ''] = /^([A-Z])\s+/u.exec(text) ?? []
    const own = ids.has(letter) ? texts.head(text.slice(lead.length)) : null
    return own?.answers.includes(letter) ? { answers: [letter], rest: text.slice(1) } : null
  }
  /** A head with the text or the letter that goes with it; both where they are of different options. */
  const agreeing = ({ answers, rest }: Head): Head => {
    const inBrackets = /^[\s,–—-]*[([（]\s*(?:option|choice|answer)?\s*([a-z])\s*[)\]）]/iu.exec(rest)
    const letter = inBrackets?.[1]?.toUpperCase() ?? ''
    if (inBrackets !== null && ids.has(letter)) {
      return { answers: [...new Set([...answers, letter])], rest: rest.slice(inBrackets[0].length) }
    }
    const gap = /^[)\]）.:：、\s–—-]*/u.exec(rest)?.[0] ?? ''
    const text = gap.includes('\n') ? null : texts.head(rest.slice(gap.length))
    if (text === null) return { answers, rest }
    if (text.answers.some((answer) => answers.includes(answer))) return { answers, rest: text.rest }
    const alone = /^\s*(?:$|[.,;!\n])/u.test(text.rest)
    return alone ? { answers: [...new Set([...answers, ...text.answers])], rest: text.rest } : { answers, rest }
  }

  const mentions = (text: string): readonly Mention[] => {
    const spans = texts.mentions(text)
    const numbers = text.match(/\d[\d.,]*/gu)?.length ?? 0
    // A number among others may be a step of the way ("2 + 3 = 5"): then only a letter says which option is meant.
    const isNumber = ({ start, end }: Mention): boolean => NUMBER.test(text.slice(start, end).trim())
    const said = (numbers > 1 && spans.some(isNumber) ? [] : spans).filter(
      (span) => !isNumber(span) || !countsOther(text, span),
    )
    // A letter inside an option's text ("Vitamin B") is no option letter: blot those texts out first.
    return [...initialLetter(text, ids, spans), ...said, ...optionLetters(blot(text, spans), count)]
  }
  const vocabulary: Vocabulary = {
    noun: 'option',
    announced: '',
    whole,
    head,
    mentions,
    marked: (text) => [...fitting(text, head), ...announcedLine(text, both)],
    normalise: (text) => withoutSpeaker(text, texts.head),
    mayGoOn: (text) => !ids.has(bare(text).toUpperCase()) && (texts.mayGoOn(bare(text)) || /\d\W*$/u.test(text)),
  }
  known.set(options, vocabulary)
  return vocabulary
}

/** A number that is none of the options: "5 percent", "option 4" of options that are numbers, "there are 12 months". */
function countsOther(text: string, { start, end }: Mention): boolean {
  const [before, after] = [text.slice(Math.max(0, start - 16), start), text.slice(end, end + 16)]
  if (/(?:\b(?:option|choice|number|no\.)\s*|#)$/iu.test(before)) return true
  return (
    /^\s*%|^\s+(?!(?:because|since|as|and|or|but|so|is|for|cm|mm|m|km|kg|g|s|h)\b)\p{Ll}/u.test(after) &&
    !/(?:\bis|\bequals?|=)\s*$/iu.test(before)
  )
}

/**
 * "A: Let me think …": in a dialogue of questions and answers the A is the speaker, unless its own text or a reason
 * follows.
 */
function withoutSpeaker(text: string, head: (text: string) => Head | null): string {
  const [speaker = '', said = ''] = /^\s*A:[ \t]+(?=\S)(.{0,400})/su.exec(text) ?? []
  if (speaker === '' || head(said)?.answers.includes('A') === true || /^(?:because|since|as)\b/iu.test(said))
    return text
  return text.replace(/^\s*A:[ \t]+/u, '')
}

/** "C Explanation: …": a capital that begins a text and no sentence is a letter; "A dog …" and "I think …" are sentences. */
function initialLetter(text: string, ids: ReadonlySet<string>, spans: readonly Mention[]): readonly Mention[] {
  const [, letter = '', next = ''] = /^([A-Z])\s+(\p{L})/u.exec(text) ?? []
  const isWord = (letter === 'A' || letter === 'I') && next === next.toLowerCase()
  return ids.has(letter) && !isWord && spans[0]?.start !== 0 ? [{ answer: letter, start: 0, end: 1 }] : []
}

/** Words that an option fits: "corresponds to option (B)", "closest to B". */
const FITS =
  /\b(?:corresponds?|closest|nearest|matches|matching|equivalent|points|leads|aligns?) (?:to|with|best with)\s+(?:the\s+)?|\bmatch(?:es|ing)?\s+|\b(?:i(?:['’]d| would| will)? (?:choose|pick|select|go with|opt for|say)|we (?:choose|pick|select))\s+|(?:故|应|应该)选(?:择)?\s*[:：]?\s*/giu

const RIGHT =
  /(?<=^|[.!?;,:\n(]\s*|\b(?:so|thus|hence|therefore|only|that)\s+|\p{sc=Han})(?:(?:[Oo]ption|[Cc]hoice|[Ss]tatement|选项)\s*)?(?:\([A-Z]\)|[A-Z])(?:\s+is\s+(?:thus |therefore |the )?(?:correct|right)(?=\s*(?:[.!,;\n]|because|since|as|$))|(?:选项)?(?:是)?正确)/gu

function fitting(text: string, head: (text: string) => Head | null): readonly Mention[] {
  const fits = [...text.matchAll(FITS)].slice(-40).flatMap(({ index, 0: words }) => {
    const start = index + words.length
    const found = head(text.slice(start, start + 400).replace(/^["'“‘]/u, ''))
    return (found?.answers ?? []).map((answer) => ({ answer, start, end: start + 1 }))
  })
  // "A is incorrect. … Option B is correct because …" goes through the options and calls one right.
  const right = [...text.matchAll(RIGHT)].slice(-40).flatMap(({ index, 0: words }) => {
    const found = head(words)
    return (found?.answers ?? []).map((answer) => ({ answer, start: index, end: index + 1 }))
  })
  // "…, so (B)." and "…, or (I)." end the text in a letter that nothing else is said of.
  const final =
    /(?:\b(?:is|be|so|or|thus|therefore|hence|option|choice|to|as)|[=≈])\s*[([]([A-Z])[)\]]\s*[.!]?\s*$/u.exec(
      text.slice(-60),
    )
  const last = final === null ? null : head(`(${final[1]})`)
  const alone = final !== null && (sentenceBefore(text, final[0]).match(/[([][A-Z][)\]]/gu)?.length ?? 0) === 0
  return [
    ...fits,
    ...right,
    ...(alone && last !== null
      ? last.answers.map((answer) => ({ answer, start: text.length - 3, end: text.length }))
      : []),
  ]
}

/** "… can be used as evidence for:" and on a line of its own one option, letter and text; not where several are listed. */
function announcedLine(text: string, both: (line: string) => readonly string[]): readonly Mention[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const options = lines.flatMap((line, index) => {
    const [answer, ...others] = both(bare(line))
    if (answer === undefined || others.length > 0) return []
    return [{ answer, announced: /[:：]\s*$/u.test(lines[index - 1] ?? '') }]
  })
  const [only, ...more] = options
  const at = text.length
  return only?.announced === true && more.length === 0 ? [{ answer: only.answer, start: at, end: at }] : []
}

function sentenceBefore(text: string, end: string): string {
  const before = text.trimEnd().slice(-400 - end.length)
  return (
    before
      .slice(0, before.length - end.trimEnd().length)
      .split(/[.!?]\s|\n/u)
      .at(-1) ?? ''
  )
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
