import { samplingSeed } from '../core/plan/index.ts'
import { renderQuestion } from '../core/tasks/index.ts'
import {
  UsageError,
  type Observation,
  type PromptFormat,
  type ReleaseInfo,
  type RunEvidence,
} from '../core/words/index.ts'
import * as models from '../models/formats/index.ts'
import { requestKey } from '../observe/index.ts'
import { isAcceptedRelease, releaseOf } from '../runs/index.ts'
import { loadRunTask } from './loadRunTask.ts'

/** A cell's prompt, made again. */
export interface RenderedCell {
  /** The final prompt, or the question alone where the release's prompt format is not known here. */
  readonly text: string
  readonly exact: boolean
  /** Key of the request that this prompt makes; `null` where it cannot be computed or nothing was asked. */
  readonly key: string | null
}

/** Renders the prompt of a cell from the run's own files. Throws `UsageError` if they are gone or were changed. */
export function renderCell(evidence: RunEvidence, observation: Observation): RenderedCell {
  const { task: name, example: id, variant, trial, release } = observation
  const named = evidence.tasks.find((task) => task.name === name)
  if (named === undefined) throw new UsageError(`The run does not name the files of the task ${name}`)
  const task = loadRunTask(named)
  const example = task.examples.find((item) => item.id === id)
  if (example === undefined) throw new UsageError(`Task ${name} has no example ${id}`)
  const instruction = task.instructions.find((item) => item.id === variant)
  if (instruction === undefined) throw new UsageError(`Task ${name} has no instruction ${variant}`)
  const question = renderQuestion(instruction, example, { labels: task.labels })
  const stored = isAcceptedRelease(release)
  const roles = stored ? [evidence.baseline] : [evidence.candidate, evidence.baseline]
  const info = roles.find((known) => known?.name === releaseOf(release))
  const format = formatOf(info)
  if (!info || !format) return { text: question, exact: false, key: null }
  const prompt = format.render(question)
  if (stored) return { text: prompt, exact: true, key: null }
  return { text: prompt, exact: true, key: requestKey(info, prompt, samplingSeed(trial), trial) }
}

function formatOf(release: ReleaseInfo | null | undefined): PromptFormat | undefined {
  // Those that take options are functions: a name alone does not make them again.
  const formats = Object.values(models).filter((format): format is PromptFormat => typeof format === 'object')
  return formats.find(({ name }) => name === release?.format)
}
