import type { Reading } from '../../types/index.ts'
import { bare, cutRunOn, separateReasoning, undress } from './plainText.ts'
import {
  alsoNamed,
  alternatives,
  conclusions,
  opposed,
  FIELD,
  markFields,
  sentence,
  type Conclusion,
} from './conclusions.ts'
import { isDenied, isOnlyNamed, isOthers, refusesAtOnce, soundsRefused } from './denial.ts'
import { readJsonField } from './jsonField.ts'
import type { Head, Vocabulary } from './vocabulary.ts'

/**
 * A statement is short enough to mean an answer that it only names, where it has at most so many characters and sentences.
 */
const SHORT = { characters: 240, sentences: 2 }

/**
 * Reads the answer to a question with a closed set of answers. In this order; the first that applies decides:
 * 1. The whole text is an answer.
 * 2. Reasoning is taken off (`separateReasoning`); where it never ends there is no answer. A further item that the model
 *    adds is cut off (`cutRunOn`), and dressing is taken off (`undress`). The whole rest is an answer.
 * 3. A JSON object: the value of its field `answer`, `label`, …, or of its only field. Other JSON is no answer.
 * 4. Conclusions ("The answer is …", `\boxed{…}`, `<answer>…</answer>`, 【答案】, "… is the correct option"): the last one
 *    counts. It gives none where it names several, denies, or says something that the question does not offer; where the
 *    conclusion right before it says otherwise; where the text opens with another answer; where what follows takes it back.
 * 5. A text that declines at once is refused.
 * 6. The answer that opens the text (its first line, or what comes before the first `,` `.` `:` or "because") and the one
 *    that stands alone in its last line. Where they differ, or a list continues, there is none.
 * 7. Answers that are marked as such ("fits option B", a label in quotes or in its own spelling), if all are the same.
 * 8. A short statement (at most two sentences) that names one answer and does not deny it, ask for it, make it a condition
 *    or report it of others.
 * 9. Else a refusal somewhere, or nothing: a long text that mentions an answer in passing has not given it.
 *
 * A text that was cut off (`cut`) counts by 1 where the answer could not have continued, by 4 where the conclusion's sentence
 * was finished, and by 6 where the answer opens the text and reasons were to follow.
 */
export function readClosed(text: string, vocabulary: Vocabulary, cut = false): Reading {
  const own = vocabulary.normalise ?? ((same: string) => same)
  // A line or a bracket that was closed is whole, whatever was to come after it.
  const open = cut && !/(?:\n|\}|<\/[^<>]{1,20}>)[\s$\\\])]*$/u.test(text)
  const asIs = vocabulary.whole(own(text))
  if (asIs.length > 0 && !(open && vocabulary.mayGoOn(text))) return settle(asIs, vocabulary)
  const { said, unfinished } = separateReasoning(text)
  if (unfinished) return unparseable('the reasoning never ends, so no answer follows it')
  if (said.trim() === '')
    return unparseable(text.trim() === '' ? 'the text is empty' : 'the text holds nothing but reasoning')
  const plain = own(undress(markFields(cutRunOn(said))))
  if (plain === '' || plain === FIELD) return unparseable('the text is empty')
  const whole = wholeOf(plain, vocabulary)
  if (whole.length > 0 && !(open && vocabulary.mayGoOn(bare(plain)))) return settle(whole, vocabulary)
  const json = readJsonField(said, vocabulary)
  if (json !== null) return json

  const finished = open ? finishedPart(plain) : plain
  const opening = opens(plain, vocabulary, open)
  const concluded = conclusions(finished, vocabulary)
  const last = concluded.at(-1)
  if (last !== undefined) return conclude(last, concluded.at(-2), opening, finished, vocabulary)
  if (refusesAtOnce(plain) && opening.length === 0 && closing(finished, vocabulary).length === 0)
    return { outcome: 'refused', reason: 'the text begins with a refusal' }
  const edges = [...opening, ...(cut ? [] : closing(plain, vocabulary))]
  if (edges.length > 0) return settle(edges, vocabulary)
  if (cut) return unparseable(`no ${vocabulary.noun} stands whole before the reasons or after words that announce it`)

  const marked = undenied(plain, vocabulary.marked(plain))
  if (new Set(marked).size === 1) return settle(marked, vocabulary)
  if (isShort(plain)) {
    const mentions = vocabulary.mentions(plain)
    const ofOthers = new Set(mentions.flatMap(({ answer, start }) => (isOthers(plain.slice(0, start)) ? [answer] : [])))
    const named = undenied(plain, mentions).filter((answer) => !ofOthers.has(answer))
    if (named.length > 0) return settle([...named, ...undeniedHead(plain, vocabulary)], vocabulary)
    const denied = [...new Set(mentions.map(({ answer }) => answer))]
    if (denied.length > 0) return unparseable(`the text denies ${denied.toSorted().join(', ')}`)
  }
  if (soundsRefused(plain)) return { outcome: 'refused', reason: 'the text is a refusal' }
  return settle(marked, vocabulary)
}

function unparseable(reason: string): Reading {
  return { outcome: 'unparseable', reason }
}

function settle(answers: readonly string[], { noun }: Vocabulary): Reading {
  const [first, ...others] = new Set(answers)
  if (first === undefined) return unparseable(`the text names no ${noun}`)
  if (others.length === 0) return { outcome: 'answered', answer: first }
  const list = [first, ...others].toSorted().join(', ')
  return unparseable(`the text is ambiguous: it names several ${noun}s (${list})`)
}

/** The answer that a text is as a whole, its marks aside; a question mark is none of those. */
function wholeOf(text: string, vocabulary: Vocabulary): readonly string[] {
  return vocabulary.whole(/[?？]["'”’)\]*\s]*$/u.test(text) ? text : bare(text))
}

/** Text between two conclusions that says nothing: no reasoning that could have changed the answer. */
const BETWEEN = /^[\s.]*(?:(?:so|thus|therefore|hence|and|the|my|our|final|correct|best),?\s+)*$/iu

/** The last conclusion holds for another case: "However, if the question is about …, the answer is …". */
const CONDITION = /(?:^|[.!?\n])\s*(?:however,?\s+|but\s+)(?:if|unless|when|were|had)\b[^.!?\n]*$/iu

function conclude(
  last: Conclusion,
  before: Conclusion | undefined,
  opening: readonly string[],
  text: string,
  vocabulary: Vocabulary,
): Reading {
  if (last.answer === null) return unparseable(last.reason)
  const rival =
    before?.answer &&
    before.answer !== last.answer &&
    (BETWEEN.test(text.slice(before.end, last.start)) || CONDITION.test(text.slice(before.end, last.start)))
      ? [before.answer]
      : []
  return settle([...opening, ...rival, last.answer, ...alternatives(text.slice(last.end), vocabulary)], vocabulary)
}

/**
 * Returns the finished part of a cut text: up to its last whole line or sentence, or all of it where a closing bracket ends
 * it.
 */
function finishedPart(text: string): string {
  if (/(?:[!?。！？)\]）】}]|(?<!\d)\.)["'”’*]*$/u.test(text)) return text
  const ends = [...text.matchAll(/[.!?](?=["'”’)\]*]*\s)|[。！？\n]/gu)]
  return text.slice(0, (ends.at(-1)?.index ?? -1) + 1)
}

/** Matches where an opening answer ends and its reasons begin. */
const REASONS = /^["'”’)\]*]*\s*(?:$|[.,;:!—–(\n]|-\s|\b(?:because|since|as|due|given)\b)/iu

/** The answer that opens a text, with the further ones of a list and those that later words put in its place. */
function opens(text: string, vocabulary: Vocabulary, cut: boolean): readonly string[] {
  const line = text.split('\n', 1)[0] ?? ''
  const alone = line === text ? [] : vocabulary.whole(bare(line))
  const rest = text.slice(line.length)
  // The first line of a list of options, letter and text, is none either.
  const second = rest.trimStart().split('\n', 1)[0] ?? ''
  if (alone.length > 0 && LISTED.test(line) && LISTED.test(second)) return []
  if (alone.length > 0) return [...alone, ...alternatives(rest, vocabulary), ...sameLines(rest, vocabulary)]
  const start = text.replace(/^["'“‘«]+/u, '')
  const head = vocabulary.head(start)
  if (head === null || !REASONS.test(head.rest) || (cut && head.rest.trim() === '')) return []
  if (/^["'”’)\]*]*\s*\?/u.test(head.rest)) return []
  if (isDenied(start, { answer: '', start: 0, end: start.length - head.rest.length })) return []
  const others = laterHeads(head.rest, vocabulary).filter((answer) => !head.answers.includes(answer))
  // "A. Rome is in Italy. B. Paris …" goes through the options and has not answered yet; nor has its beginning.
  if (isItem(head, start) && (others.length > 0 || cut)) return []
  const after = head.rest.slice(sentence(head.rest).length)
  return [
    ...head.answers,
    ...others,
    ...alsoNamed(head.rest, vocabulary),
    ...alternatives(head.rest, vocabulary),
    ...alternatives(after, vocabulary),
    ...opposed(head.rest, vocabulary),
  ]
}

/**
 * True of a line that begins like an item of a list: a letter, then a dot, bracket or colon, or other words with a colon,
 * then more.
 */
function isItem(head: Head | null, line: string): boolean {
  if (head === null) return false
  const first = head.rest.split('\n', 1)[0] ?? ''
  const isLetter = /^\W*\p{L}\W*$/u.test(line.slice(0, line.length - head.rest.length))
  return (isLetter ? /^["'”’\]*]*[.):]+\s*\S/u : /^["'”’\]*]*[):]+\s*\S/u).test(first)
}

/** Answers with which later sentences begin that do not deny them. */
function laterHeads(rest: string, vocabulary: Vocabulary): readonly string[] {
  return rest
    .slice(0, 4000)
    .split(/\n+|(?<=[.!?])\s+(?!(?<=\bNo\.\s+)\d)|(?<=[,;])\s+(?=\S{1,40}:\s)/u)
    .slice(1)
    .flatMap((part) => {
      const head = vocabulary.head(part)
      if (head === null || !REASONS.test(head.rest)) return []
      return isDenied(part, { answer: '', start: 0, end: part.length - head.rest.length }) ? [] : head.answers
    })
}

/** Answers that stand alone in the lines right after the first: a list of them. */
function sameLines(rest: string, vocabulary: Vocabulary): readonly string[] {
  const [next = ''] = rest.trimStart().split('\n', 1)
  return vocabulary.whole(bare(next))
}

/** Matches a line that begins with a letter of a list. */
const LISTED = /^\s*[([（]?\p{L}[)\]）.:：]\s*\S/u
const CONCLUDES = /^.*\b(?:so|thus|therefore|hence|i\.e\.)\b[,:]?\s*/iu
/**
 * Matches the lead-in of an answer after a colon or dash, which counts in a short text: "I can't see anything against it:
 * yes."
 */
const CONNECTS = /^.*[;:—–]\s*/iu

/** The answer in which a text ends: its last line, or what comes after "so" or a colon in its last sentence. */
function closing(text: string, vocabulary: Vocabulary): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const line = lines.at(-1) ?? ''
  const whole = wholeOf(line, vocabulary)
  // A list of options that the text ends with is no answer; one line of it is none either.
  const previous = lines.at(-2) ?? ''
  const list = vocabulary.whole(bare(previous))
  const before = vocabulary.head(previous)
  if (whole.length > 0 && before !== null && (isItem(before, previous) || LISTED.test(previous)))
    return isNext(before.answers[0], whole[0]) ? [] : whole
  if (whole.length > 0) return [...whole, ...list]
  if (line.length > 2000) return []
  const sentences = line.split(/(?<=[.!?。])\s+/u)
  const final = sentences.at(-1) ?? ''
  if (/^\s*\(?\d{1,3}[.)]$/u.test(sentences.at(-2) ?? '')) return []
  const alone = sentences.length > 1 || lines.length > 1 ? wholeOf(final, vocabulary) : []
  if (alone.length > 0) return alone
  const tail = final.replace(CONCLUDES, '')
  const said =
    tail === final && lines.length === 1 && sentences.length === 1 && isShort(text) ? final.replace(CONNECTS, '') : tail
  return wholeOf(said, vocabulary)
}

function undeniedHead(text: string, vocabulary: Vocabulary): readonly string[] {
  const head = vocabulary.head(text)
  if (head === null) return []
  return isDenied(text, { answer: '', start: 0, end: text.length - head.rest.length }) ? [] : head.answers
}

/** True of a letter that follows the one before in a list, and so is the head of its next item. */
function isNext(before = '', letter = ''): boolean {
  return before.length === 1 && letter.length === 1 && letter.codePointAt(0) === (before.codePointAt(0) ?? 0) + 1
}

function undenied(text: string, mentions: ReturnType<Vocabulary['marked']>): string[] {
  const said = mentions.filter((mention) => !isOnlyNamed(text, mention))
  // "no relation / founded by": a no that is part of a given answer denies nothing.
  let masked = text
  for (const mention of said.length > 20 ? [] : said)
    if (!isDenied(text, mention))
      masked = masked.slice(0, mention.start) + '\0'.repeat(mention.end - mention.start) + masked.slice(mention.end)
  return said.flatMap((mention) => (isDenied(masked, mention) ? [] : [mention.answer]))
}

function isShort(text: string): boolean {
  if (text.length > SHORT.characters || text.endsWith('?')) return false
  const ends = text.match(/[.!?](?=\s+\S)|[。！？\n](?=\s*\S)/gu)?.length ?? 0
  return ends < SHORT.sentences
}
