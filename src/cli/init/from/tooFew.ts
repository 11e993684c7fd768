/** Says where the cases are too few for the limits that `init` writes, before anybody signs or asks anything. */
import { fewestInPool, type Rule } from '../../../core/sequential/index.ts'
import { counted } from '../../../core/text/index.ts'
import { LIMITS } from './suiteModule.ts'

/** The level of a suite whose config names none. */
const RULE = { alpha: 0.05, claims: 1, spans: [{ start: 0, end: 1 }] }

/**
 * Returns a note where so many independent sources cannot pass a limit of the suite whatever is answered, and nothing
 * elsewhere. `grouped`: a source is a group of cases and not a case.
 */
export function tooFewNote(
  file: string,
  sources: number,
  { reworded, grouped }: { readonly reworded: boolean; readonly grouped: boolean },
): readonly string[] {
  const rate: Rule = { ...RULE, range: [0, 1], limit: LIMITS.flipRate, sense: 'at most' }
  const needs = [
    ...(reworded ? [{ limit: `maxFlipRate: ${LIMITS.flipRate}`, units: fewestInPool(rate) }] : []),
    {
      limit: `accuracy: ${LIMITS.accuracy}`,
      units: fewestInPool({ ...rate, limit: LIMITS.accuracy, sense: 'at least' }),
    },
    { limit: `by: ${LIMITS.margin}`, units: fewestInPool({ ...rate, range: [-1, 1], limit: LIMITS.margin }, 0) },
  ].filter(({ units }) => (units ?? Infinity) > sources)
  if (needs.length === 0) return []
  const has = counted(sources, grouped ? 'independent group' : 'case', grouped ? 'independent groups' : 'cases')
  const each = needs.map(({ limit, units }) => `${limit} needs ${units ?? 'more than any number'}`)
  return [
    `${file}: ${has} cannot decide these limits of the suite, whatever is answered: ${each.join(', ')}. Add cases, or loosen the limits (npx vitest-robustness plan says more)`,
  ]
}
