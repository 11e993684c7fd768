/** Said wherever a counterexample is shown. */
export const SINGLE_CASES =
  'Counterexamples are single cases, shown because they failed: nothing general follows from them.'
