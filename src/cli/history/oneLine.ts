import { UsageError } from '../../core/types/index.ts'
import type { RecordedClaim } from '../../history/index.ts'

/** The claims, if they are of one release line: releases of two have no order. Throws `UsageError` otherwise. */
export function oneLine(claims: readonly RecordedClaim[]): readonly RecordedClaim[] {
  const lines = [...new Set(claims.map(({ line }) => line))].toSorted()
  if (lines.length > 1) throw new UsageError(`Which release line? Add --line: ${lines.join(', ')}`)
  if (lines.length === 0)
    throw new UsageError('The history holds no gate run that fits; all runs: npx vitest-robustness history list')
  return claims
}
