import type { Observation, Task } from '../../src/core/types/index.ts'
import type { localHost } from '../../src/host/index.ts'
import { fromFolder } from '../../src/models/index.ts'
import { observeCell } from '../../src/observe/index.ts'
import { baselineLookup, baselineObservation, readBaseline } from '../../src/runs/index.ts'

interface CellSource {
  readonly release: string
  readonly folder: string
  readonly host: Awaited<ReturnType<typeof localHost>>
  readonly tasks: ReadonlyMap<string, Task>
  readonly accepted: Awaited<ReturnType<typeof acceptedCells>>
}

/** Asks cells of both sides; each is asked once, whatever the number of seeds. */
export function cellAsker({ release, folder, host, tasks, accepted }: CellSource) {
  const model = fromFolder(folder)
  const known = new Map<string, Promise<Observation>>()
  const examples = new Map(
    [...tasks].map(([name, task]) => [name, new Map(task.examples.map((example) => [example.id, example]))]),
  )
  const instructions = new Map(
    [...tasks].map(([name, task]) => [name, new Map(task.instructions.map((item) => [item.id, item]))]),
  )
  const signal = new AbortController().signal
  return async (
    task: Task,
    side: 'candidate' | 'baseline',
    cell: { example: string; variant: string; trial: number },
  ): Promise<Observation | null> => {
    const example = examples.get(task.name)?.get(cell.example)
    const instruction = instructions.get(task.name)?.get(cell.variant)
    if (!example || !instruction) throw new Error(`no such cell: ${task.name}/${cell.example}/${cell.variant}`)
    if (side === 'baseline') {
      const found = accepted.lookup(task.name, cell.example, cell.variant, cell.trial)
      return (
        found && baselineObservation(found, { release: accepted.release, group: example.group, gold: example.gold })
      )
    }
    const key = `${task.name}/${cell.example}/${cell.variant}/${cell.trial}`
    const asked =
      known.get(key) ??
      observeCell({
        release: model,
        releaseName: release,
        task,
        example,
        instruction,
        trial: cell.trial,
        seed: 0,
        host,
        signal,
      })
    known.set(key, asked)
    return asked
  }
}

/** Reads the accepted cells of the baseline in `folder`. */
export async function acceptedCells(folder: string) {
  const stored = await readBaseline(folder)
  if (!stored) throw new Error(`no baseline in ${folder}`)
  return { lookup: baselineLookup(stored.cells), release: stored.baseline.release }
}
