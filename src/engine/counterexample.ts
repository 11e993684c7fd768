import type { Counterexample, CounterexampleSide, PromptChange, Task } from '../core/words/index.ts'
import type { ContrastSide } from './contrasts.ts'
import { findInstruction } from './findInstruction.ts'
import type { ShownCase } from './shownCases.ts'

/** A case as it is recorded; `change` is what a perturbation did. */
export function counterexample({ before, after }: ShownCase, task: Task, change: PromptChange | null): Counterexample {
  const { example: id, gold, wanted } = after.observation
  const example = task.examples.find((one) => one.id === id)
  return {
    example: id,
    gold,
    input: example?.input ?? {},
    ...(example?.options && { options: example.options }),
    before: side(before, task),
    after: side(after, task),
    ...(wanted !== undefined && { wanted }),
    ...(change && { change }),
  }
}

function side({ role, observation }: ContrastSide, task: Task): CounterexampleSide {
  const { release, task: name, example, variant, trial, answer, outcome } = observation
  return {
    role,
    variant,
    template: findInstruction(task, variant)?.text ?? '',
    answer,
    outcome,
    cell: `${release}/${name}/${example}/${variant}/${trial}`,
  }
}
