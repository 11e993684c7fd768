import { sha256 } from '../core/hash/index.ts'
import { samplingSeed } from '../core/sampling/index.ts'
import { renderQuestion } from '../core/tasks/index.ts'
import type { BaselineCell, Cell, Observation, ReleaseInfo, Task } from '../core/types/index.ts'
import { sampleRun } from '../core/wording/sampleRun.testing.ts'
import { requestKey } from '../observe/index.ts'
import { baselineCell, baselineObservation } from '../runs/index.ts'

/** The candidate of runs that tests decide, and the release that was accepted before it. */
export const INFO = sampleRun().evidence.candidate
export const BASELINE: ReleaseInfo = { ...INFO, name: 'v1' }

/** Answers a cell for the accepted release: half of the examples from `cells`, to which they are added. */
export function accepted(task: Task, cell: Cell, cells: BaselineCell[]): Observation {
  const asked = observe(task, cell, BASELINE.name)
  const { group, gold, example } = asked
  if (example.charCodeAt(1) % 2 === 0) return asked
  cells.push(baselineCell(asked))
  return baselineObservation(baselineCell(asked), { release: BASELINE, group, gold })
}

/** Answers a cell as a made-up model does: one answer in four changes with the wording. */
export function observe(task: Task, { example: id, variant, trial }: Cell, release: string): Observation {
  const example = task.examples.find((item) => item.id === id)
  const instruction = task.instructions.find((item) => item.id === variant)
  if (!example || !instruction) throw new Error(`no cell ${id}/${variant}`)
  const prompt = renderQuestion(instruction, example, { labels: task.labels })
  const wrong = variant !== task.canonical && Number.parseInt(sha256(`${id}${variant}`).slice(0, 2), 16) < 64
  const other = example.gold === 'founded_by' ? 'employee_of' : 'founded_by'
  const answer = wrong ? other : example.gold
  return {
    task: task.name,
    release,
    example: id,
    group: example.group,
    variant,
    trial,
    key: requestKey(INFO, prompt, samplingSeed(trial), trial),
    raw: ` ${task.labels?.[answer] ?? answer}`,
    answer,
    outcome: 'answered',
    score: wrong ? 0 : 1,
    gold: example.gold,
    who: { model: INFO.model, revision: INFO.revision },
    tokens: { input: 20, output: 2 },
  }
}
