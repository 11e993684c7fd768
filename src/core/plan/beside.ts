/** Failing examples of a claim whose canonical prompt is asked once more, to see whether answers vary by themselves. */
export const MOST_REPEATS = 20

/** Most prompts asked to shrink the counterexamples of one claim over perturbations. */
export const MOST_SHRINKING = 64
