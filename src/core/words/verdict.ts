/** Of a claim, and of the gate. `inconclusive` never passes. */
export type Verdict = 'pass' | 'fail' | 'inconclusive'

/** `not applicable`: a regression claim without a baseline; shown by name, and it neither passes nor fails. */
export type ClaimVerdict = Verdict | 'not applicable'
