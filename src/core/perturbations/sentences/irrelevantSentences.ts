import { IRRELEVANT } from '../lists/irrelevant.ts'
import type { PromptParts } from '../../types/index.ts'

/** Irrelevant sentences that share no word of four letters or more with the prompt's own texts or its answer. */
export function irrelevantSentences({ instruction, input, options, labels, gold }: PromptParts): readonly string[] {
  const texts = [instruction, ...Object.values(input), ...options, ...Object.values(labels ?? {}), gold ?? '']
  const taken = new Set(texts.flatMap(wordsIn))
  return IRRELEVANT.filter((sentence) => !wordsIn(sentence).some((word) => taken.has(word)))
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]{4,}/g) ?? []
}
