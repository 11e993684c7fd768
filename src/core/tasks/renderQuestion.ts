import type { Example, Instruction, TaskContext } from '../types/index.ts'
import { PLACEHOLDER } from './placeholders.ts'
import { renderOptions } from './renderOptions.ts'

/**
 * The question: an instruction with an example put in. One pass over the template, so that braces inside an input
 * are never read as placeholders; only the example's own fields count. A name without a value stays as it is
 * (`buildTask` has refused such instructions before).
 */
export function renderQuestion(instruction: Instruction, example: Example, context: TaskContext): string {
  if (instruction.render !== undefined) return instruction.render(example, context)
  return instruction.text.replaceAll(PLACEHOLDER, (whole: string, name: string) => {
    if (name === 'labels' && context.labels !== null) return Object.values(context.labels).join(', ')
    if (name === 'options' && example.options !== undefined) return renderOptions(example.options, instruction.options)
    return Object.hasOwn(example.input, name) ? (example.input[name] ?? whole) : whole
  })
}
