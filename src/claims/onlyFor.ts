import { UsageError, type ClaimContext } from '../core/types/index.ts'

/** Throws `UsageError` where a claim makes no sense for a task of this kind. */
export function onlyFor(matcher: string, kinds: readonly string[], context: ClaimContext): void {
  if (context.taskKind === undefined || kinds.includes(context.taskKind)) return
  throw new UsageError(
    `${matcher}(): task "${context.taskName}" is of the kind ${context.taskKind}; this claim is for ${kinds.join(' and ')}`,
  )
}
