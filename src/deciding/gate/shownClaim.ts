import type { ClaimTrace, Example, ShownClaim, ShownTask, Task } from '../../core/types/index.ts'
import type { Decision } from '../../engine/index.ts'
import type { Claim } from '../ask/claim.ts'

/** The numbers of a flip in a trace, of which the first is the place of its cell. */
const FLIP = 3

/**
 * Adds to a claim's trace what a page shows of its tasks, so that nobody need read them again: the instructions, the
 * slices of the examples that were asked, and the inputs of those that failed. Of a claim that passes no failing cell is
 * shown, and so no input.
 */
export function shownClaim(
  trace: ClaimTrace,
  { task, otherTask }: Pick<Claim, 'task' | 'otherTask'>,
  { result, observations }: Pick<Decision, 'result' | 'observations'>,
): ShownClaim {
  const asked = new Map<string, Set<string>>()
  for (const { task: name, example } of observations) {
    const own = asked.get(name) ?? new Set()
    asked.set(name, own.add(example))
  }
  const failed = new Set<string>()
  for (let at = 0; result.verdict !== 'pass' && at < trace.flips.length; at += FLIP) {
    const { task: name, example } = observations.at(trace.flips[at]!)!
    failed.add(`${name}\n${example}`)
  }
  const shown = ({ name, examples, instructions }: Task): ShownTask => ({
    name,
    examples: examples.flatMap((example) =>
      asked.get(name)?.has(example.id) ? [shownExample(example, failed.has(`${name}\n${example.id}`))] : [],
    ),
    instructions: instructions.map(({ id, family, text }) => ({ id, family, text })),
  })
  return { ...trace, tasks: (otherTask ? [task, otherTask] : [task]).map(shown) }
}

function shownExample({ id, slices, input, options }: Example, failed: boolean): ShownTask['examples'][number] {
  return { id, ...(slices && { slices }), ...(failed && { input, ...(options && { options }) }) }
}
