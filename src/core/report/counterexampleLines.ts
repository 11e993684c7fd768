import type { Counterexample, CounterexampleSide } from '../words/index.ts'
import { cut, quote, visible } from './quote.ts'
import { isStoredAnswerHash } from './storedAnswerHash.ts'

/** One case that failed: what changed, and the instructions on both sides. The first line has no indent, the rest two. */
export function counterexampleLines(counterexample: Counterexample): string[] {
  const { example, before, after, gold } = counterexample
  const right = before.answer === gold ? '' : ` (gold ${quote(gold)})`
  const head = `example ${visible(example)}, instruction ${visible(after.variant)}`
  const first = `${head}: ${answerInWords(before)} became ${answerInWords(after)}${right}`
  if (before.template === after.template) return [first, `  instruction: ${templateLine(after.template)}`]
  const width = Math.max(before.role.length, after.role.length) + 1
  return [
    first,
    ...[before, after].map((side) => `  ${`${visible(side.role)}:`.padEnd(width)} ${templateLine(side.template)}`),
  ]
}

/** The answer in quotes, or why there is none. */
export function answerInWords({ answer, outcome }: Pick<CounterexampleSide, 'answer' | 'outcome'>): string {
  if (answer === null) return `no answer (${outcome})`
  return isStoredAnswerHash(answer) ? 'an answer kept only as a hash' : quote(answer)
}

function templateLine(template: string): string {
  return visible(cut(template.trim().replaceAll(/\s+/g, ' '), 100))
}
