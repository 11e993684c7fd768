import type { Rule } from '../sequential/index.ts'
import type { ClaimKind, ClaimSpec, Undecidable } from '../types/index.ts'
import { openUnchanged, undecidable, type UnitWord } from './undecidable.ts'
import { undecidableArms } from './undecidableArms.ts'

/** A claim under its rule. */
export interface RuledClaim {
  readonly spec: ClaimSpec
  readonly kind: Pick<ClaimKind, 'value'>
  readonly rule: Rule
}

/** What the units of a claim are called. */
export function unitWord({ population }: Pick<ClaimSpec, 'population'>): UnitWord {
  return population === 'instructions' ? 'instruction' : 'independent source'
}

/** Why a claim cannot pass with so many units whatever is answered; `null` if it can. */
export function cannotPass({ spec, kind, rule }: RuledClaim, units: number): Undecidable | null {
  const what = unitWord(spec)
  const never = undecidableArms(spec, kind, rule, units) ?? undecidable(rule, units, what)
  // Of a comparison with the baseline perfect answers are not what the number of sources is for.
  return never && (openUnchanged(spec, rule, units, what) ?? never)
}
