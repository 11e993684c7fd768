import { optionId } from '../../tasks/question.ts'
import type { PromptParts } from '../../types/index.ts'
import { letterIndex } from './letterIndex.ts'

/**
 * An answer to a perturbed prompt (canonical form, letters counted in the order shown) in terms of the example as its
 * file has it, so that it can be compared with answers under other variants.
 */
export function originalAnswer({ options, optionOrder }: PromptParts, answer: string): string {
  const place = options.length === 0 ? undefined : optionOrder[letterIndex(answer)]
  return place === undefined ? answer : optionId(place)
}

/** The other way round: the example's answer, its letter counted in the order shown. */
export function shownAnswer({ options, optionOrder }: PromptParts, answer: string): string {
  const place = options.length === 0 ? -1 : optionOrder.indexOf(letterIndex(answer))
  return place < 0 ? answer : optionId(place)
}
