import type { Counterexample, CounterexampleSide, Observation, PromptChange, Task } from '../core/types/index.ts'
import type { ContrastSide } from './contrasts.ts'
import { findInstruction } from './findInstruction.ts'
import type { ShownCase } from './shownCases.ts'

/** A case as it is recorded; `change` is what a perturbation did. */
export function counterexample({ before, after }: ShownCase, task: Task, change: PromptChange | null): Counterexample {
  const { example: id, gold, wanted } = after.observation
  const scored = isScored(before.observation, after.observation)
  const example = task.examples.find((one) => one.id === id)
  return {
    example: id,
    gold,
    input: example?.input ?? {},
    ...(example?.options && { options: example.options }),
    before: { ...side(before, task), ...(scored && { score: before.observation.score }) },
    after: { ...side(after, task), ...(scored && { score: after.observation.score }) },
    ...(wanted !== undefined && { wanted }),
    ...(change && { change }),
  }
}

/** Whether scores tell two sides apart where answers do not: a recorded log may hold scores alone. */
function isScored(before: Observation, after: Observation): boolean {
  const answered = before.outcome === 'answered' && after.outcome === 'answered'
  return answered && before.answer === after.answer && before.score !== after.score && after.wanted === undefined
}

function side(one: ContrastSide, task: Task): CounterexampleSide {
  return { ...observedSide(one), template: findInstruction(task, one.observation.variant)?.text ?? '' }
}

/** What the observation alone says of one side. */
export function observedSide({ role, observation }: ContrastSide): Omit<CounterexampleSide, 'template'> {
  const { release, task, example, variant, trial, answer, outcome } = observation
  return { role, variant, answer, outcome, cell: `${release}/${task}/${example}/${variant}/${trial}` }
}
