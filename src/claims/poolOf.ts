import { didYouMean } from '../core/text/index.ts'
import { UsageError, type ClaimContext } from '../core/types/index.ts'

/**
 * The variants of a family: `all`, `seen`, `unseen` (as the release line declares; where it declares nothing, as the set
 * does, and else everything but the canonical instruction is unseen), or a wording family of the set.
 * Throws `UsageError` for a family that has no instruction, and for unreviewed ones unless `allowUnreviewed`.
 */
export function poolOf(matcher: string, family: string, context: ClaimContext, allowUnreviewed: boolean): string[] {
  const ids = [...context.families.keys()]
  const pool = select(family, ids, context)
  if (pool.length === 0) {
    const known = ['all', 'seen', 'unseen', ...new Set(context.families.values())]
    throw new UsageError(
      `${matcher}(): task "${context.taskName}" has no instruction of family "${family}"${didYouMean(family, known)}; ` +
        `it has ${known.join(', ')}`,
    )
  }
  const unsigned = pool.filter((id) => context.unreviewed.has(id))
  if (unsigned.length > 0 && !allowUnreviewed) {
    throw new UsageError(
      `${matcher}(): nobody has reviewed ${unsigned.length === 1 ? 'instruction' : 'instructions'} ${unsigned.join(', ')} of task "${context.taskName}"; ` +
        `sign them in the instruction set (reviewed: { by, on }), or pass allowUnreviewed: true`,
    )
  }
  return pool
}

function select(family: string, ids: readonly string[], context: ClaimContext): string[] {
  if (family === 'all') return [...ids]
  if (family !== 'seen' && family !== 'unseen') return ids.filter((id) => context.families.get(id) === family)
  const { seen } = context
  if (seen !== null) return ids.filter((id) => seen.has(id) === (family === 'seen'))
  // Nobody said what the line was tuned on: the set's own word counts, else the canonical wording is the one it knows.
  const told = ids.filter((id) => context.families.get(id) === family)
  return told.length > 0 ? told : ids.filter((id) => (id === context.canonical) === (family === 'seen'))
}
