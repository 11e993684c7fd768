import type { ClaimContext } from '../core/types/index.ts'

/**
 * A family as an adjective before "instructions", with its blank: nothing for all of them. Where nobody said what the
 * release line was tuned on, an unseen instruction is only declared to be one.
 */
export function familyWords(family: string, { seen }: Pick<ClaimContext, 'seen'>): string {
  if (family === 'all') return ''
  return seen === null && (family === 'unseen' || family === 'seen') ? `declared ${family} ` : `${family} `
}
