import type { Counterexample, CounterexampleSide } from '../words/index.ts'
import { answerHash } from './answerHash.ts'
import { cut, quote, visible } from './quote.ts'
import { isStoredAnswerHash, storedAnswerHash } from './storedAnswerHash.ts'

/** One case that failed: what changed, and the instructions on both sides. The first line has no indent, the rest two. */
export function counterexampleLines(counterexample: Counterexample): string[] {
  const { example, before, after, gold } = counterexample
  const right = answerInWords(before, gold) === quote(gold) ? '' : ` (gold ${quote(gold)})`
  const head = `example ${visible(example)}, instruction ${visible(after.variant)}`
  const first = `${head}: ${answerInWords(before, gold)} became ${answerInWords(after, gold)}${right}`
  if (before.template === after.template) return [first, `  instruction: ${templateLine(after.template)}`]
  const width = Math.max(before.role.length, after.role.length) + 1
  return [
    first,
    ...[before, after].map((side) => `  ${`${visible(side.role)}:`.padEnd(width)} ${templateLine(side.template)}`),
  ]
}

/** The answer in quotes, or why there is none. Of an answer kept as a hash it can be told whether it was the gold one. */
export function answerInWords({ answer, outcome }: CounterexampleSide, gold: string): string {
  if (answer === null) return `no answer (${outcome})`
  if (answer === storedAnswerHash(answerHash(gold))) return quote(gold)
  return isStoredAnswerHash(answer) ? 'another answer, kept only as a hash,' : quote(answer)
}

function templateLine(template: string): string {
  return visible(cut(template.trim().replaceAll(/\s+/g, ' '), 100))
}
