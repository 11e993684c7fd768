import type { ClaimContext, Role } from '../core/types/index.ts'
import { onTheseInstructions } from './onTheseInstructions.ts'
import { poolOf } from './poolOf.ts'
import type { CommonOptions } from './readOptions.ts'

/** Instructions of a family, asked of the candidate: the role of claims about answers, each by itself. */
export function askedRole(
  matcher: string,
  options: CommonOptions & { readonly family?: string },
  context: ClaimContext,
): { readonly roles: readonly Role[]; readonly population: string } {
  const family = options.family ?? 'all'
  const pool = poolOf(matcher, family, context, options.allowUnreviewed ?? false)
  const draw = Math.min(options.variants ?? 1, pool.length)
  return {
    roles: [{ name: 'asked', pool, draw, trials: 1, side: 'candidate' }],
    population: onTheseInstructions(pool, family, context),
  }
}
