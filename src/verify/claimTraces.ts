import type { ClaimPicture, ClaimTrace, Flip, ObservationList, ShownClaim, ShownTask } from '../core/types/index.ts'

/** A claim with what was noted while it was decided: its observations begin at `start` of those of all claims. */
interface TracedClaim {
  readonly start: number
  readonly length: number
  readonly trace: ClaimTrace
}

/** The notes on a run that were taken while its claims were decided. */
export interface Traces {
  /** Traced claims by title. */
  readonly claims: ReadonlyMap<string, TracedClaim>
  /** The tasks of those claims by name. */
  readonly tasks: ReadonlyMap<string, ShownTask>
}

/** Puts the traces of claims beside the places of their observations, which follow one another in the order of the claims. */
export function tracesFrom(
  claims: readonly {
    readonly title: string
    readonly observations: Pick<ObservationList, 'length'>
    readonly trace?: ShownClaim | undefined
  }[],
): Traces {
  const traced = new Map<string, TracedClaim>()
  const tasks = new Map<string, ShownTask>()
  let start = 0
  for (const { title, observations, trace } of claims) {
    const { length } = observations
    if (trace) traced.set(title, { start, length, trace })
    for (const task of trace?.tasks ?? []) tasks.set(task.name, joined(tasks.get(task.name), task))
    start += length
  }
  return { claims: traced, tasks }
}

/** Joins what two claims on one task show of it: an example has its input if a cell of it failed in either. */
function joined(known: ShownTask | undefined, task: ShownTask): ShownTask {
  if (known === undefined) return task
  const examples = new Map(known.examples.map((example) => [example.id, example]))
  for (const example of task.examples) if (example.input || !examples.has(example.id)) examples.set(example.id, example)
  return { ...task, examples: [...examples.values()] }
}

/** Makes the picture of a claim from what was noted; `placeOf` turns a place among all observations into that of the picture. */
export function fromTrace(
  { start, length, trace: { path, roles, flips: noted } }: TracedClaim,
  placeOf: (place: number) => number,
): ClaimPicture {
  const cells = Array.from({ length }, (_, at) => placeOf(start + at))
  const flips: Flip[] = []
  for (let at = 0; at < noted.length; at += 3) {
    const [after, before, pair] = [noted[at]!, noted[at + 1]!, roles[noted[at + 2]!]!]
    flips.push({
      roles: { before: pair[0], after: pair[1] },
      before: before === -1 ? null : placeOf(start + before),
      after: placeOf(start + after),
    })
  }
  return { path, cells, flips }
}
