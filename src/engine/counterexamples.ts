import type { Counterexample, CounterexampleSide, Task } from '../core/words/index.ts'
import type { Contrast, ContrastSide } from './contrasts.ts'
import { findInstruction } from './findInstruction.ts'

/** As many as a message can hold; every one shown is spent. */
const MOST = 3

/** The first failing cells that can be shown beside another, of different examples, in plan order. */
export function counterexamples(found: readonly Contrast[], task: Task): Counterexample[] {
  const shown: Counterexample[] = []
  const spent = new Set<string>()
  for (const { before, after } of found) {
    if (shown.length === MOST) break
    const { example: id, gold } = after.observation
    if (before === null || spent.has(id)) continue
    spent.add(id)
    const example = task.examples.find((one) => one.id === id)
    shown.push({
      example: id,
      gold,
      input: example?.input ?? {},
      ...(example?.options && { options: example.options }),
      before: side(before, task),
      after: side(after, task),
    })
  }
  return shown
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
