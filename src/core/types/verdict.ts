/** The outcomes say how a cell ended. Every outcome but `answered` scores 0, is equal to nothing, and is always shown. */
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

/**
 * An outcome says how a cell ended. Every outcome but `answered` scores 0, is equal to nothing, and is always shown.
 *
 * @example
 * const isAnswer = (outcome: Outcome) => outcome === 'answered'
 * isAnswer('unparseable') // => false
 */
export type Outcome = (typeof OUTCOMES)[number]

/**
 * A verdict is that of a claim, or of the gate. `inconclusive` never passes.
 *
 * @example
 * const exitCode = (verdict: Verdict) => ({ pass: 0, fail: 1, inconclusive: 3 })[verdict]
 * exitCode('inconclusive') // => 3
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/**
 * A claim's verdict is that of a gate, or `not applicable`: that is a regression claim without a baseline, which is
 * shown by name and neither passes nor fails.
 *
 * @example
 * const holdsBack = (verdict: ClaimVerdict) => verdict === 'fail' || verdict === 'inconclusive'
 * holdsBack('not applicable') // => false
 */
export type ClaimVerdict = Verdict | 'not applicable'

/** The `Levels` are the chances of a wrong verdict that are allowed, each in (0, 0.5). */
export interface Levels {
  /** α of `pass`, and of `fail` too unless `alphaFail` is given. */
  readonly alpha: number
  readonly alphaFail?: number
}

/** Returns the levels alone, of whatever holds them; `alphaFail` is left out where there is none. */
export function levelsOf({
  alpha,
  alphaFail,
}: {
  readonly alpha: number
  readonly alphaFail?: number | undefined
}): Levels {
  return { alpha, ...(alphaFail !== undefined && { alphaFail }) }
}
