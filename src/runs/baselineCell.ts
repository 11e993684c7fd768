import { answerHash } from '../core/hash/index.ts'
import type { BaselineCell, Observation } from '../core/types/index.ts'

/** What a baseline keeps of an observation. */
export function baselineCell(observation: Observation): BaselineCell {
  const { task, example, variant, trial, outcome, score, answer } = observation
  return { task, example, variant, trial, outcome, score, answerHash: answer === null ? null : answerHash(answer) }
}
