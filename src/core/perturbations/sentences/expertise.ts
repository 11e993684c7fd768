import type { PromptParts } from '../../types/index.ts'

/** What a prompt is an exercise in, in words. */
export function expertise({ labels, options, input }: PromptParts): string {
  if (labels !== null) return Object.hasOwn(input, 'head') ? 'relation classification' : 'text classification'
  return options.length > 0 ? 'multiple-choice questions' : 'reading comprehension'
}
