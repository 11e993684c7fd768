import type { ClaimContext } from '../core/types/index.ts'
import { familyWords } from './familyWords.ts'

/** The population in words: `on these 24 unseen instructions`. */
export function onTheseInstructions(pool: readonly string[], family: string, context: ClaimContext): string {
  return `on these ${pool.length} ${familyWords(family, context)}instructions`
}
