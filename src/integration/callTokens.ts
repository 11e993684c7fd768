import { estimateTokens, type CallTokens, type PlannedCall } from '../core/planning/index.ts'
import { renderPrompt } from '../core/perturbations/index.ts'
import { variantPrompts } from '../core/variants/index.ts'
import type { Release, Task } from '../core/words/index.ts'
import { findInstruction } from '../engine/findInstruction.ts'
import type { MeasuredEarlier } from './measuredEarlier.ts'

/** Prompts that are rendered to estimate the length of all. */
const SAMPLE = 200

/** Names under which releases say how long an answer may be. */
const MOST_OUTPUT = ['max_tokens', 'max_completion_tokens', 'maxTokens', 'maxNewTokens', 'max_new_tokens']

/** Tokens of one call: as an earlier run measured them, else four characters of the prompts as one token. */
export function callTokens(
  task: Task,
  { format, parameters }: Pick<Release, 'format' | 'parameters'>,
  calls: readonly (readonly PlannedCall[])[],
  earlier: MeasuredEarlier | null,
): CallTokens {
  const declared = MOST_OUTPUT.map((name) => parameters[name]).find((value) => typeof value === 'number')
  const mostOutput = declared ?? null
  const measured = earlier?.tokens[task.name]
  if (earlier && measured) return { ...measured, mostOutput, from: `tokens of a call as in ${earlier.from}` }
  const examples = new Set(task.examples.map(({ id }) => id))
  const { promptOf } = variantPrompts(task)
  const all = calls.flat()
  const step = Math.max(1, Math.floor(all.length / SAMPLE))
  const lengths = all
    .filter((_, index) => index % step === 0)
    .flatMap(({ cell }) => {
      // A perturbed prompt is about as long as the instruction as it is.
      const instruction = findInstruction(task, cell.variant)
      if (!examples.has(cell.example) || instruction === null) return []
      const prompt = promptOf(cell.example, instruction.id)
      return 'parts' in prompt ? estimateTokens(renderPrompt(prompt.parts, format)) : []
    })
  const input = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const from =
    mostOutput === null
      ? 'the release sets no end to its answers (such as max_tokens), and no earlier run measured them'
      : `four characters of ${lengths.length} prompts as one token, and ${mostOutput} for each answer`
  return { input, output: null, mostOutput, from }
}
