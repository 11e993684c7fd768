import { renderQuestion } from '../../src/core/tasks/question.ts'
import type { Example, Release, Task } from '../../src/core/types/index.ts'
import type { GridAnswer, GridRow } from './gridFile.ts'

/**
 * Asks one example under every variant, one call after another through the same release that a gate asks. Calls are not
 * batched: a batch adds floats in another order, and the grid has to hold the answers that a gate gets.
 */
export async function gridRow(
  release: Release,
  task: Task,
  example: Example,
  variants: readonly string[],
): Promise<GridRow> {
  const { signal } = new AbortController()
  const answers: GridAnswer[] = []
  const places = new Map<string, number>()
  const cells: number[] = []
  const began = performance.now()
  for (const variant of variants) {
    const instruction = task.instructions.find(({ id }) => id === variant)
    if (!instruction) throw new Error(`task ${task.name} has no instruction ${variant}`)
    const prompt = release.format.render(renderQuestion(instruction, example, { labels: task.labels }))
    const came = await release.ask({ prompt, seed: 0, trial: 0, signal })
    const answer: GridAnswer =
      'text' in came
        ? { kind: 'answer', text: came.text, finish: came.finish }
        : { kind: 'rejection', outcome: came.outcome, reason: came.reason }
    const key = JSON.stringify(answer)
    const place = places.get(key) ?? answers.push(answer) - 1
    places.set(key, place)
    cells.push(place)
  }
  return { example: example.id, answers, cells, ms: Math.round(performance.now() - began) }
}
