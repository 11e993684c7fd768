import type { GoldChange, PromptParts } from '../../types/index.ts'
import { optionId } from '../../tasks/question.ts'
import { letterIndex } from '../prompt/letterIndex.ts'

/** The right answer where the given one is wrong: the other one of two, else `null`, any but the former. */
export function otherAnswer({ gold, labels, options }: PromptParts): GoldChange {
  return { kind: 'gold', before: gold, after: other() }

  function other(): string | null {
    if (gold === 'yes' || gold === 'no') return gold === 'yes' ? 'no' : 'yes'
    const ids = labels === null ? [] : Object.keys(labels)
    if (ids.length === 2) return ids.find((id) => id !== gold) ?? null
    return options.length === 2 ? optionId(1 - letterIndex(gold)) : null
  }
}
