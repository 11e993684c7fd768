import { separateReasoning } from '../../core/tasks/_internal/plainText.ts'

/** A text without its reasoning, in whichever way the model marks it; nothing where the reasoning was never closed. */
export function stripReasoning(text: string): string {
  return separateReasoning(text).said
}
