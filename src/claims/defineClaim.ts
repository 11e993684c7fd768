import type { ClaimKind } from '../core/types/index.ts'

/**
 * Declares a kind of claim. Its name becomes a matcher; it must read well after `expect(…)` and start with `to`.
 * Throws `TypeError` for another name.
 */
export function defineClaim<Options>(kind: ClaimKind<Options>): ClaimKind<Options> {
  if (!/^to[A-Z]\w*$/.test(kind.name)) throw new TypeError(`defineClaim: "${kind.name}" must look like "toBeSomething"`)
  return Object.freeze({ ...kind })
}
