import { answerInWords, showCommand } from '../src/core/report/index.ts'
import type { Counterexample } from '../src/core/words/index.ts'
import { codeMarkdown } from './escapeMarkdown.ts'

/** One case that failed as an item of a list: what changed, the input, the instructions. */
export function markdownCase({ example, input, before, after, gold }: Counterexample, characters: number): string[] {
  const code = (text: string) => codeMarkdown(text, characters)
  const fields = Object.entries(input).map(([name, text]) => `${code(name)}: ${code(text)}`)
  const sides = before.template === after.template ? [after] : [before, after]
  return [
    `- example ${code(example)}, instruction ${code(after.variant)}: ${code(answerInWords(before, gold))} became ` +
      `${code(answerInWords(after, gold))} (gold ${code(gold)})`,
    `  - input: ${fields.slice(0, MOST_FIELDS).join('; ')}`,
    ...sides.map(({ role, template }) => `  - ${code(role)}: ${code(template)}`),
    `  - ${code(showCommand(after.cell))}`,
  ]
}

const MOST_FIELDS = 8

/** How long an input is to read: the smallest examples come first. */
export function caseLength({ input }: Counterexample): number {
  return Object.values(input).reduce((sum, text) => sum + text.length, 0)
}
