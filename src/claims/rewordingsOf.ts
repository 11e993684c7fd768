import { UsageError, type ClaimContext } from '../core/types/index.ts'
import { familyWords } from './familyWords.ts'
import { poolOf } from './poolOf.ts'
import type { CommonOptions } from './readOptions.ts'

/** The instructions of a family without the canonical one. Throws `UsageError` where none is left. */
export function rewordingsOf(
  matcher: string,
  options: CommonOptions & { readonly family?: string },
  context: ClaimContext,
): { readonly pool: readonly string[]; readonly population: string } {
  const family = options.family ?? 'all'
  const pool = poolOf(matcher, family, context, options.allowUnreviewed ?? false).filter(
    (id) => id !== context.canonical,
  )
  if (pool.length > 0) return { pool, population: `on these ${pool.length} ${familyWords(family, context)}rewordings` }
  throw new UsageError(`${matcher}(): task "${context.taskName}" has only its canonical instruction; add rewordings`)
}
