import type { ExpectStatic } from 'vitest'
import { findClaimKind } from '../../claims/index.ts'
import { UsageError, type ClaimKind } from '../../core/types/index.ts'
import { matchers } from './matchers.ts'

/** The argument of `expect.extend`, for which vitest 4 exports no type. */
type MatchersObject = Parameters<ExpectStatic['extend']>[0]

/**
 * Makes matchers of your own claims, for `expect.extend`: they are planned, decided, gated and reported as those of the
 * package. The keys are the claims' names. Throws `UsageError` where a key is another name, or one of the package's.
 * `report --verify --with <module>` recomputes their verdicts from the module that exports them.
 *
 * @example
 * declare const toAnswerBriefly: ClaimKind<{ readonly characters: number }> // made by defineClaim
 * expect.extend(robustMatchers({ toAnswerBriefly }))
 */
export function robustMatchers(kinds: Readonly<Record<string, ClaimKind>>): MatchersObject {
  for (const [key, { name }] of Object.entries(kinds)) {
    if (key !== name) throw new UsageError(`robustMatchers: the key "${key}" must be the claim's name, "${name}"`)
    if (findClaimKind(name))
      throw new UsageError(`robustMatchers: "${name}" is a claim of the package; take another name`)
  }
  // Vitest calls `then` of what a matcher returns and hands the outcome on; the type asks for a whole promise.
  return matchers(kinds) as unknown as MatchersObject
}
