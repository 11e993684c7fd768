import { bare } from './plainText.ts'
import { isDenied, isOthers } from './denial.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A statement that announces itself as the answer: "The answer is …", `\boxed{…}`, "… is the correct option". */
export interface Conclusion {
  /** `null`: it says that there is none, several, or one that the question does not offer. */
  readonly answer: string | null
  /** The reason why there is none. */
  readonly reason: string
  readonly start: number
  readonly end: number
}

/** Stands for the mark of a field (`\boxed{…}`, `<answer>…</answer>`, 【答案】): a private character that no text keeps. */
export const FIELD = '\u{E000}'

/** Writes every kind of answer field in one way: on a line of its own, after `FIELD`. */
export function markFields(text: string): string {
  return text
    .replaceAll(FIELD, '')
    .replaceAll(/\\f?boxed\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}/g, `\n${FIELD} $1\n`)
    .replaceAll(/<(?:answer|ans|final[_ -]?answer)>/gi, `\n${FIELD} `)
    .replaceAll(/<\/(?:answer|ans|final[_ -]?answer)>/gi, '\n')
    .replaceAll(/【(?:正确|参考|最终)?答案】[ \t]*[:：]?/g, `\n${FIELD} `)
}

const ADVERB =
  '(?:therefore|thus|hence|then|clearly|definitely|indeed|simply|probably|(?:most |very )?likely|still|actually|in fact|of course|also|now|here|obviously|certainly|best|given by|as follows)'
const NOUN =
  'answer|final(?=\\s*[:：])|option|choice|letter|réponse|antwort|respuesta|resposta|risposta|ответ|答案|答え|正解|정답|(?:(?:correct|right|best|closest|nearest|final|proper|most (?:likely|appropriate|accurate|suitable|plausible|fitting|probable|reasonable))(?:\\s\\p{L}+){0,2}\\s(?:one|statement|solution|response|conclusion|expression|match|description|completion|reply|result|value))|(?:statement|one|claim|sentence)(?=\\s(?:that|which)\\s)'
const PREPOSITION =
  'to|for|of|in|among|amongst|based|from|between|that|which|given|according|on|with|as|about|regarding|describing|representing|expressed|by'
const IS =
  "(?<!\\b(?:that|which)\\s)(?:is|are|was|would be|should be|must be|will be|has to be|appears to be|seems to be|remains|ist|lautet|est|es|é|è|(?:can|could|may) (?:\\p{L}+ )?be (?:\\p{L}+ )?(?:described|categori[sz]ed|classified|labell?ed|defined|seen|summari[sz]ed|expressed|identified)(?: as)?)(?![\\p{L}\\p{N}'’])"
const NEGATED =
  "(?<!\\b(?:that|which)\\s)(?:is|was|are|would be|should be|can|could|does|do|has)(?:n['’]t|\\s+not)\\b|cannot\\b|remains un\\p{L}+"

/** Words before the noun that make it another person's answer, a wrong one, or a condition. */
const NOT_OURS =
  /\b(?:wrong|incorrect|other|alternative|another|tempting|common|second|possible|potential|students?['’]?s?|false|bad|worst|least|each|every|any|which|what|whose|previous|first|example|sample|if|whether|(?<!\bi )(?:suppose|assume)|assum(?:ed|ing)|imagine|pretend|unless|no|none|neither|(?<=\blet(?:['’]s| us) )say)(?:\s+(?:the|an?|that|this|our|my|correct|right|best|final))*\s*$/iu

const ANNOUNCED = new Map<string, RegExp>()

/** Returns the announcing words of one vocabulary. Each has bounded gaps, so that a long text costs linear time. */
function announcing(nouns: string): RegExp {
  const known = ANNOUNCED.get(nouns)
  if (known !== undefined) return known
  const pattern = new RegExp(
    `(?<field>${FIELD})` +
      `|(?<![\\p{L}\\p{N}])(?:${NOUN}${nouns === '' ? '' : `|${nouns}`})(?:["'”’*\`]{0,2})` +
      '(?:\\s*\\([^()\\n]{1,60}\\))?(?:\\s(?:correct[ae]|corretta|correta|final|finale|choice|option|letter|label|category|type|class|here|then))?' +
      `(?:\\s(?:${PREPOSITION})\\s[^.!?\\n:：]{0,120}?)?(?:[\\s,]{1,3}${ADVERB},?){0,2}` +
      `(?:\\s*(?:[:：=]|→|->|=>|—|–|-(?=\\s)|は、?|은|는)|(?:\\s|(?<=\\p{sc=Han}))*(?:(?<negated>${NEGATED})|${IS}(?:\\s*[:：])?` +
      `|(?:应该|应当|应)?(?:是|为|选)[:：]?|of(?=\\s*\\())|(?<heading>(?=[ \\t]*\\n)))`,
    'giu',
  )
  ANNOUNCED.set(nouns, pattern)
  return pattern
}

/**
 * The characters after an announcement that are looked at, and how many announcements are, counted from the end: the work
 * is bounded.
 */
const STATEMENT = 400
const MOST = 40

/**
 * Returns the conclusions of a text in their order; what is announced and says nothing readable ("the answer is in the
 * text") is left out, unless it is a value that the question does not offer, which is a conclusion without an answer.
 */
export function conclusions(text: string, vocabulary: Vocabulary): readonly Conclusion[] {
  const announced = [...text.matchAll(announcing(vocabulary.announced))].slice(-MOST).flatMap((match) => {
    const { index: start, 0: cue, groups = {} } = match
    const from = start + cue.length
    const field = groups['field'] !== undefined
    if (!field && isNotOurs(text, start)) return []
    if (groups['heading'] !== undefined && !/(?:^|\n)[^\n]{0,20}$/u.test(text.slice(Math.max(0, start - 21), start)))
      return []
    const after = text.slice(from, from + STATEMENT)
    // "The answer would be A if the question asked about Italy."
    if (/\bwould be$/iu.test(cue) && /^[^.!?\n]{1,40}\s(?:if|unless)\b/iu.test(after)) return []
    const said =
      groups['negated'] === undefined ? stated(after, vocabulary, field) : (negated(after, vocabulary) ?? DENIED)
    return said === null ? [] : [{ answer: said.answer, reason: said.reason, start, end: from + said.length }]
  })
  return [...announced, ...named(text, vocabulary)].toSorted((a, b) => a.start - b.start)
}

/**
 * Returns the text after the last announcement, for answers in free words: a field's line, or all that comes after "The
 * answer is". `null` where nothing is announced.
 */
export function announcedText(text: string): string | null {
  const last = [...text.matchAll(announcing(''))].findLast(({ index, 0: cue, groups = {} }) => {
    if (groups['negated'] !== undefined || isNotOurs(text, index)) return false
    return /[\p{L}\p{N}]/u.test(text.slice(index + cue.length))
  })
  if (last === undefined) return null
  const after = text.slice(last.index + last[0].length).trimStart()
  return last.groups?.['field'] === undefined ? after : (after.split('\n', 1)[0] ?? '')
}

function isNotOurs(text: string, start: number): boolean {
  // A line before it has ended: "Action: none" and "Final Answer: B".
  const before =
    text
      .slice(Math.max(0, start - 100), start)
      .split('\n')
      .at(-1) ?? ''
  return NOT_OURS.test(before.slice(-40)) || isOthers(before)
}

interface Stated {
  readonly answer: string | null
  readonly reason: string
  readonly length: number
}

const DENIED: Stated = { answer: null, reason: 'the text says that there is no such answer', length: 0 }

/** "The relation is not entailment", where "not entailment" is an answer of its own, or "is not A but B". */
function negated(after: string, vocabulary: Vocabulary): Stated | null {
  const own = vocabulary.head(`not${after}`)
  if (own !== null) return settled(own.answers, after.length - own.rest.length)
  const statement = sentence(after)
  const instead = /^.*?(?:\bbut|,\s*(?:rather|it is|it['’]s))\s+/iu.exec(statement)
  const head = instead === null ? null : vocabulary.head(statement.slice(instead[0].length))
  return head === null ? null : settled([...head.answers, ...alsoNamed(head.rest, vocabulary)], statement.length)
}

const FILLERS = new RegExp(
  `^(?:[\\s"'“‘«*_\`:：>~]|-(?!\\d)|(?:that of|that it is|that|it is|it['’]s|${ADVERB}|option|choice|letter|answer|label|relation(?:ship)?|category|class|type|选项)(?=[\\s:：,"'“‘]|\\p{sc=Han}|[A-Z])[:：,]?)+`,
  'u',
)
const ARTICLE =
  /^(?:[Tt]he|an?|An)\s+(?:(?:label|relation(?:ship)?|category|class|type|option|choice)\s+(?:of\s+)?)?["'“‘«(]*/u
/** A value that is no answer of the question, or words that there is none. */
const FOREIGN =
  /^(?:["'“‘«([{$\\]*[-+−]?(?:\d|[$€£¥]\d|\\[a-z])|["'“‘«([]+\p{L}|none\b|not\b|neither\b|nothing\b|unknown\b|unclear\b|undetermined\b|impossible\b|ambiguous\b|inconclusive\b|no\b|n\/a\b|(?:\p{Lu}(?:[,、，/&]?\s?))+(?![\p{L}'’])|无|没有|题目|不)/u

/** Reads a statement from the words after its announcement on. `null`: it says nothing that could be an answer. */
function stated(text: string, vocabulary: Vocabulary, field: boolean): Stated | null {
  const at = text.search(/\S/u)
  if (at < 0) return null
  const said = text.slice(at)
  const line = said.split('\n', 1)[0] ?? ''
  const length = (part: string): number => at + part.length
  const whole = vocabulary.whole(bare(line))
  if (whole.length > 0) return settled(whole, length(line))
  const filler = FILLERS.exec(said)?.[0].length ?? 0
  const starts = [
    said,
    said.slice(filler),
    said.slice(filler).replace(ARTICLE, ''),
    said.slice(filler).replace(/^[([{（]+/u, ''),
  ]
  for (const start of starts) {
    const head = vocabulary.head(start)
    if (head === null) continue
    const consumed = length(said) - head.rest.length
    const statement = sentence(head.rest)
    if (/^[^.!\n]{0,20}\?|^["'”’)\]*]*,?\s+(?:unless|according to (?:some|many|others))\b/iu.test(head.rest))
      return null
    if (isDenied(start, { answer: '', start: 0, end: start.length - head.rest.length }))
      return { ...DENIED, length: consumed }
    const others = [
      ...alsoNamed(head.rest, vocabulary),
      ...opposed(head.rest, vocabulary),
      ...alternatives(head.rest, vocabulary),
      ...alternatives(head.rest.slice(statement.length), vocabulary),
    ]
    return settled([...head.answers, ...others], consumed + statement.length)
  }
  const statement = sentence(line)
  if (statement.trimEnd().endsWith('?')) return null
  const mentions = vocabulary.mentions(statement)
  if (mentions.some((mention) => isDenied(statement, mention))) return { ...DENIED, length: length(statement) }
  const closing = mentions.filter(({ start, end }) => closes(statement, start, end))
  if (closing.length > 0)
    return settled(
      mentions.map(({ answer }) => answer),
      length(statement),
    )
  if (field || FOREIGN.test(said) || FOREIGN.test(said.slice(filler)))
    return {
      answer: null,
      reason: `the text concludes with none of the ${vocabulary.noun}s`,
      length: length(statement),
    }
  return null
}

/** True of a mention that ends its sentence: "the shape is a heptagon (B)." */
function closes(statement: string, start: number, end: number): boolean {
  return /^[\s"'”’)\]}*.!。]*(?:\([^()]{1,20}\)[\s.!。]*)?$/u.test(statement.slice(end)) && start >= 0
}

/** Further answers of a list: "B or C", "A、B", "yes and no". */
export function alsoNamed(rest: string, vocabulary: Vocabulary): readonly string[] {
  const listed =
    /^["'”’)\]）}*\s(（]*(?:(?:,|、|，|;|\/|&|\+|→|->|=>|\band\b|\bor\b|和|或|及|与)\s*)+(?:(?:also|maybe|perhaps|possibly|both|else|even|option|choice)\s+)*["'“‘([（{]*/iu.exec(
      rest,
    )
  if (listed === null) return []
  const next = rest.slice(listed[0].length)
  const boxed = /[([（]$/u.test(listed[0]) ? `(${next}` : next
  return vocabulary.head(boxed)?.answers ?? []
}

/**
 * Answers that the same sentence sets against one: "Yes, but no.", "False, it is true", "Paris, which is option C"; or the
 * next item of a list: "(A) Rome (B) Paris".
 */
export function opposed(rest: string, vocabulary: Vocabulary): readonly string[] {
  const item = /^[\s,;]*(?=[(（]?[A-Z][)）]\s)/u.exec(rest)
  if (item !== null) return vocabulary.head(rest.slice(item[0].length))?.answers ?? []
  const [cue = '', word = ''] = /^[\s,;.—–-]*\b(but|(?:it|that|this|which)(?:['’]s|\s+is))\s+/iu.exec(rest) ?? []
  const head = cue === '' ? null : vocabulary.head(rest.slice(cue.length))
  if (head === null || (/^but/iu.test(word) && !/^[\s"'”’)\]*.!]*$/u.test(sentence(head.rest)))) return []
  return head.answers
}

/** Answers of a clause or sentence that takes the one before back: "Or perhaps …", ", wait, …", "Actually, …". */
export function alternatives(text: string, vocabulary: Vocabulary): readonly string[] {
  const again =
    /^[\s.!?,;…—–-]*(?:(?:or|alternatively|maybe|perhaps|possibly|wait|actually|correction|sorry|hmm+|no(?=,)|on second thoughts?|scratch that|just kidding|oops|rather)\b[,.:;\s—–-]*)+/iu.exec(
      text.slice(0, 200),
    )
  if (again === null) return []
  const next = text.slice(again[0].length, again[0].length + 200)
  return vocabulary.mentions(next).flatMap((mention) => (isDenied(next, mention) ? [] : [mention.answer]))
}

function settled(answers: readonly string[], length: number): Stated {
  const [first, ...others] = new Set(answers)
  if (first === undefined) return { answer: null, reason: 'the text names no answer', length }
  if (others.length === 0) return { answer: first, reason: '', length }
  return {
    answer: null,
    reason: `the text is ambiguous: it concludes with several (${[first, ...others].toSorted().join(', ')})`,
    length,
  }
}

/** Returns the first sentence of a text, its end sign included. */
export function sentence(text: string): string {
  const end = /(?<!\bNo(?=\.\s*\d))[.!?](?=["'”’)\]*]*(?:\s|$))|[。！？]|\n/u.exec(text)
  return end === null ? text : text.slice(0, end.index + 1)
}

const BEHIND = new RegExp(
  `\\b(?:is|are|seems|would be|appears to be)\\s+(?:${ADVERB}\\s+)?(?:the|our|my)\\s+(?:(?:only|single|final|overall|most)\\s+)?(?:(?:\\p{L}+)\\s+){0,2}(?:answer|option|choice)\\b(?!\\s+(?:for|if|when)\\b)`,
  'giu',
)

/** Words that join a clause to the one before it. */
const LINKED = /^\s*(?:(?:but|so|and|thus|hence|therefore|which means|that)\s+)+/iu

/** "(A) is the correct answer": the answer stands before the words that make it one. */
function named(text: string, vocabulary: Vocabulary): readonly Conclusion[] {
  return [...text.matchAll(BEHIND)].slice(-MOST).flatMap(({ index, 0: cue }) => {
    if (/\b(?:wrong|incorrect|worst|least|bad|second|other|not)\b/iu.test(cue)) return []
    const before = text.slice(Math.max(0, index - STATEMENT / 2), index)
    const clause = before.split(/[.!?;:\n](?=\s)|[,，]\s+(?=\p{L}{2})/u).at(-1) ?? ''
    const alone = vocabulary.whole(bare(clause.replace(LINKED, '')))
    if (alone.length === 1 && alone[0] !== undefined)
      return [{ answer: alone[0], reason: '', start: index - clause.length, end: index + cue.length }]
    const mentions = vocabulary.mentions(clause)
    const last = mentions.at(-1)
    if (last === undefined || !/^["'”’)\]*\s]*$/u.test(clause.slice(last.end))) return []
    if (/\b(?:if|whether|why)\b/iu.test(clause) || isDenied(clause, last)) return []
    const said = settled(
      mentions.map(({ answer }) => answer),
      0,
    )
    return [{ answer: said.answer, reason: said.reason, start: index - clause.length, end: index + cue.length }]
  })
}
