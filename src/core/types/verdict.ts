/** How a cell ended. Every outcome but `answered` scores 0, is equal to nothing, and is always shown. */
export const OUTCOMES = [
  'answered',
  'unparseable',
  'refused',
  'filtered',
  'too_long',
  'truncated',
  'schema_invalid',
  'error',
] as const

/** One of `OUTCOMES`. */
export type Outcome = (typeof OUTCOMES)[number]

/** Of a claim, and of the gate. `inconclusive` never passes. */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** `not applicable`: a regression claim without a baseline; shown by name, and it neither passes nor fails. */
export type ClaimVerdict = Verdict | 'not applicable'
