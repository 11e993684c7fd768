import type { Interval, Observation } from '../core/types/index.ts'

type SameAnswer = (a: string, b: string) => boolean

/** 1{the two cells do not give the same answer}. A non-answer is equal to nothing; an `error` could be either. */
export function differs(a: Observation, b: Observation, sameAnswer: SameAnswer): Interval {
  if (a.outcome === 'error' || b.outcome === 'error') return { least: 0, most: 1 }
  const same = a.answer !== null && b.answer !== null && sameAnswer(a.answer, b.answer)
  return same ? { least: 0, most: 0 } : { least: 1, most: 1 }
}

/**
 * Disagreement of two trials of one variant, as it is subtracted from an excess flip rate. Only answers count: a
 * non-answer is equal to nothing, and letting it disagree with itself would hide a model that answers nothing at all.
 */
export function selfDiffers(a: Observation, b: Observation, sameAnswer: SameAnswer): Interval {
  if (a.outcome === 'error' || b.outcome === 'error') return { least: 0, most: 1 }
  if (a.answer === null || b.answer === null) return { least: 0, most: 0 }
  return sameAnswer(a.answer, b.answer) ? { least: 0, most: 0 } : { least: 1, most: 1 }
}
