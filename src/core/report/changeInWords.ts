import type { Counterexample, MarkedChange, PromptChange } from '../types/index.ts'
import { answerInWords } from './answerInWords.ts'
import { quote } from './quote.ts'

/** Places named in one line. */
const MOST = 3

/** e.g. `smallest change: "text and answer yes" -> "text and ANSWER yes"`; `null` where no perturbation did it. */
export function changeInWords(counterexample: Counterexample): string | null {
  const { change } = counterexample
  if (change === undefined) return null
  const more = change.marked.length > MOST ? ` and ${change.marked.length - MOST} more` : ''
  return `${changeLabel(change)}: ${change.marked.slice(0, MOST).map(inQuotes).join('; ')}${more}${cameBack(counterexample)}`
}

/** `smallest change`, or `change` where it was not shrunk to the end. */
export function changeLabel({ smallest }: PromptChange): string {
  return smallest ? 'smallest change' : 'change'
}

/** What came back with the smallest change alone, where that is another answer; empty otherwise. */
export function cameBack({ change, after, gold }: Counterexample): string {
  if (change?.outcome === undefined || change.answer === undefined || change.answer === after.answer) return ''
  return ` (alone: ${answerInWords({ answer: change.answer, outcome: change.outcome }, gold)})`
}

function inQuotes({ part, lead, before, after, tail }: MarkedChange): string {
  return `${placeOf(part)}${quote(lead + before + tail)} -> ${quote(lead + after + tail)}`
}

const ITEMS: Readonly<Record<string, string>> = {
  turns: 'turn',
  documents: 'document',
  tools: 'tool',
  demonstrations: 'demonstration',
}

/** Where it stands, if not in the instruction and the example that are shown beside it. */
function placeOf(part: string): string {
  if (part === 'system') return 'system message: '
  const [list = '', index] = part.split('/')
  const item = ITEMS[list]
  if (item === undefined) return ''
  return index === undefined ? `order of ${list}: ` : `${item} ${Number(index) + 1}: `
}
