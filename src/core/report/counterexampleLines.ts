import type { Counterexample } from '../types/index.ts'
import { changeInWords } from './changeInWords.ts'
import { outcomeInWords } from './outcomeInWords.ts'
import { cut, visible } from './quote.ts'

/** One case that failed: what changed, and the instructions on both sides. The first line has no indent, the rest two. */
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
