import type { Counterexample, CounterexampleSide, MarkedChange, PromptChange } from '../types/index.ts'
import { cut, quote, visible } from '../text/quote.ts'
import { answerHash, isStoredAnswerHash, storedAnswerHash } from '../hash/answerHash.ts'

/**
 * Describes one case that failed: what changed, and the instructions on both sides. The first line has no indent, the rest
 * two.
 */
export function counterexampleLines(counterexample: Counterexample): string[] {
  const { example, before, after } = counterexample
  const head = `example ${visible(example)}, instruction ${visible(after.variant)}`
  const first = `${head}: ${outcomeInWords(counterexample)}`
  const change = changeInWords(counterexample)
  if (change !== null) return [first, `  ${change}`]
  if (before.template === after.template) return [first, `  instruction: ${templateLine(after.template)}`]
  const width = Math.max(before.role.length, after.role.length) + 1
  return [
    first,
    ...[before, after].map((side) => `  ${`${visible(side.role)}:`.padEnd(width)} ${templateLine(side.template)}`),
  ]
}

function templateLine(template: string): string {
  return visible(cut(template.trim().replaceAll(/\s+/g, ' '), 100))
}

/**
 * Says what became of the answer: `"yes" became "no" (gold "yes")`; where the change makes another answer right,
 * also which.
 */
export function outcomeInWords({ before, after, gold, wanted }: Counterexample): string {
  const [was, is] = [answerInWords(before, gold), answerInWords(after, gold)]
  const right = was === quote(gold) || gold === '' ? '' : ` (gold ${quote(gold)})`
  if (wanted === undefined) return `${was} became ${is}${right}`
  const now = wanted === null ? `any answer but ${quote(gold)}` : quote(wanted)
  const said = before.role === 'gold' ? is : was === is ? `${was} stayed` : `${was} became ${is}`
  return `${said}, and ${now} is right after the change`
}

/**
 * Returns the answer in quotes, or why there is none; with its score where that alone tells two sides apart. An answer that
 * is kept only as a hash is shown where it was the gold one.
 */
export function answerInWords(
  { answer, outcome, score }: Pick<CounterexampleSide, 'answer' | 'outcome' | 'score'>,
  gold: string,
): string {
  if (score !== undefined) return answer === null ? `score ${score}` : `${quote(answer)} (score ${score})`
  if (answer === null) return `no answer (${outcome})`
  if (answer === storedAnswerHash(answerHash(gold))) return quote(gold)
  return isStoredAnswerHash(answer) ? 'another answer, kept only as a hash,' : quote(answer)
}

/** Returns the label of a change: `smallest change`, or `change` where it was not shrunk to the end. */
export function changeLabel({ smallest }: PromptChange): string {
  return smallest ? 'smallest change' : 'change'
}

/** Returns the answer to the smallest change alone, in brackets, where that is another answer; empty otherwise. */
export function cameBack({ change, after, gold }: Counterexample): string {
  if (change?.outcome === undefined || change.answer === undefined || change.answer === after.answer) return ''
  return ` (alone: ${answerInWords({ answer: change.answer, outcome: change.outcome }, gold)})`
}

/** e.g. `smallest change: "text and answer yes" -> "text and ANSWER yes"`; `null` where no perturbation did it. */
function changeInWords(counterexample: Counterexample): string | null {
  const { change } = counterexample
  if (change === undefined) return null
  const more = change.marked.length > MOST_PLACES ? ` and ${change.marked.length - MOST_PLACES} more` : ''
  return `${changeLabel(change)}: ${change.marked.slice(0, MOST_PLACES).map(inQuotes).join('; ')}${more}${cameBack(counterexample)}`
}

/** Places named in one line. */
const MOST_PLACES = 3

function inQuotes({ part, lead, before, after, tail }: MarkedChange): string {
  return `${placeOf(part)}${quote(lead + before + tail)} -> ${quote(lead + after + tail)}`
}

const ITEMS: Readonly<Record<string, string>> = {
  turns: 'turn',
  documents: 'document',
  tools: 'tool',
  demonstrations: 'demonstration',
}

/** Names the place of a change, if it is not in the instruction and the example that are shown beside it. */
function placeOf(part: string): string {
  if (part === 'system') return 'system message: '
  const [list = '', index] = part.split('/')
  const item = ITEMS[list]
  if (item === undefined) return ''
  return index === undefined ? `order of ${list}: ` : `${item} ${Number(index) + 1}: `
}
