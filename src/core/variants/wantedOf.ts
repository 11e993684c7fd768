import { originalAnswer } from '../perturbations/index.ts'
import type { Example, PromptParts } from '../types/index.ts'

/** The right answer to a prompt where that is another than the example's, in the example's terms; `null`: any but that. */
export function wantedOf(parts: PromptParts, { gold }: Example): { readonly wanted?: string | null } {
  if (parts.gold === null) return { wanted: null }
  const wanted = originalAnswer(parts, parts.gold)
  return wanted === gold ? {} : { wanted }
}
