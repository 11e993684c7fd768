import type { Observation, Task } from '../core/words/index.ts'
import { observationKey } from './observationKey.ts'

/**
 * Reads and scores every raw text again and returns what differs, one sentence each. Outcomes that do not follow from
 * the text (refused, filtered, too long, a fault) are passed over, and so are the cells of a baseline, which have none.
 * @param tasks by name: the tasks of the run, from files with the recorded hashes
 */
export function rescoreRun(observations: readonly Observation[], tasks: ReadonlyMap<string, Task>): string[] {
  const examples = new Map(
    [...tasks].map(([name, task]) => [name, new Map(task.examples.map((item) => [item.id, item]))]),
  )
  return observations.flatMap((observation) => {
    const { raw, task: name, example: id } = observation
    if (raw === null || observation.outcome === 'filtered') return []
    const key = observationKey(observation)
    const task = tasks.get(name)
    const example = examples.get(name)?.get(id)
    if (task === undefined || example === undefined) return [`${key}: no such example in the task's files`]
    const reading = task.kind.read(raw, example, { labels: task.labels })
    if (observation.gold !== example.gold)
      return [`${key}: gold is recorded as ${observation.gold}, is ${example.gold}`]
    if (reading.outcome !== 'answered') {
      // A text cut at the token limit that cannot be read is `truncated`: the finish is not part of the text.
      const fits = observation.outcome === reading.outcome || observation.outcome === 'truncated'
      return fits ? [] : [`${key}: recorded as ${observation.outcome}, read again as ${reading.outcome}`]
    }
    const score = task.kind.score(reading.answer, example)
    const same =
      observation.outcome === 'answered' && observation.answer === reading.answer && observation.score === score
    const recorded = `${observation.outcome} ${JSON.stringify(observation.answer)}, score ${observation.score}`
    return same
      ? []
      : [`${key}: recorded as ${recorded}; read again as ${JSON.stringify(reading.answer)}, score ${score}`]
  })
}
