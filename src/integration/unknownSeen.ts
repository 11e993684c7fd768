import { didYouMean } from '../core/text/index.ts'
import type { CollectedClaim } from './collector.ts'

const SHOWN = 5

/**
 * Ids among those that the release line has `seen` which no instruction of the run's tasks has, in a sentence; `null` where
 * there is none. A slip of the pen would turn a seen wording into an unseen one, and nobody would see it.
 */
export function unknownSeen(
  seen: readonly string[] | null,
  collected: readonly Pick<CollectedClaim, 'about'>[],
): string | null {
  // Shards do not tell the ids of their instructions.
  if (seen === null || collected.some(({ about }) => about.instructions === undefined)) return null
  const known = new Set(collected.flatMap(({ about }) => about.instructions ?? []))
  const unknown = seen.filter((id) => !known.has(id))
  if (known.size === 0 || unknown.length === 0) return null
  const shown = unknown.slice(0, SHOWN).map((id) => `${JSON.stringify(id)}${didYouMean(id, known)}`)
  const more = unknown.length > SHOWN ? `, and ${unknown.length - SHOWN} more` : ''
  return (
    `"seen" names instructions that no task of this run has: ${shown.join(', ')}${more}. ` +
    'Check the spelling: a wording that is not found there counts as unseen.'
  )
}
