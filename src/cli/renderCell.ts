import { samplingSeed } from '../core/plan/index.ts'
import { renderParts, renderPrompt } from '../core/perturbations/index.ts'
import { parseVariant, variantPrompts } from '../core/variants/index.ts'
import {
  UsageError,
  type Observation,
  type Perturbation,
  type PromptFormat,
  type PromptParts,
  type Task,
  type ReleaseInfo,
  type RunEvidence,
} from '../core/words/index.ts'
import * as models from '../models/formats/index.ts'
import { requestKey } from '../observe/index.ts'
import { anchorRelease, isAcceptedRelease, releaseOf } from '../runs/index.ts'
import { loadRunTask } from './loadRunTask.ts'

/** A cell's prompt, made again. */
export interface RenderedCell {
  /** The final prompt, or the question alone where the release's prompt format is not known here. */
  readonly text: string
  readonly exact: boolean
  /** Key of the request that this prompt makes; `null` where it cannot be computed or nothing was asked. */
  readonly key: string | null
}

/**
 * Renders the prompt of a cell from the run's own files. `own` are perturbations from outside the package. Throws
 * `UsageError` if the files are gone or were changed.
 */
export function renderCell(
  evidence: RunEvidence,
  observation: Observation,
  own: readonly Perturbation[] = [],
): RenderedCell {
  const { task: name, example: id, variant, trial, release } = observation
  const named = evidence.tasks.find((task) => task.name === name)
  if (named === undefined) throw new UsageError(`The run does not name the files of the task ${name}`)
  const task = loadRunTask(named)
  const example = task.examples.find((item) => item.id === id)
  if (example === undefined) throw new UsageError(`Task ${name} has no example ${id}`)
  const parts = partsOfCell(task, id, variant, own)
  const stored = isAcceptedRelease(release)
  const roles = stored
    ? [evidence.baseline, anchorOf(evidence)]
    : [evidence.candidate, evidence.baseline, ...(evidence.releases ?? [])]
  const info = roles.find((known) => known?.name === releaseOf(release))
  const format = formatOf(info)
  if (!info || !format) return { text: renderParts(parts), exact: false, key: null }
  const prompt = renderPrompt(parts, format)
  if (stored) return { text: prompt, exact: true, key: null }
  return { text: prompt, exact: true, key: requestKey(info, prompt, samplingSeed(trial), trial) }
}

function partsOfCell(task: Task, example: string, variant: string, own: readonly Perturbation[]): PromptParts {
  const ids = new Map(task.instructions.map(({ id }) => [id, id]))
  if (!ids.has(variant) && parseVariant(variant, ids) === null)
    throw new UsageError(`Task ${task.name} has no instruction ${variant}`)
  const prompt = variantPrompts(task, own).promptOf(example, variant)
  if ('parts' in prompt) return prompt.parts
  throw new UsageError(`Variant ${variant} leaves example ${example} as it is: ${prompt.notApplicable}`)
}

function formatOf(release: ReleaseInfo | null | undefined): PromptFormat | undefined {
  // Those that take options are functions: a name alone does not make them again.
  const formats = Object.values(models).filter((format): format is PromptFormat => typeof format === 'object')
  return formats.find(({ name }) => name === release?.format)
}

/** The anchor under the name that its stored cells go by. */
function anchorOf({ anchor }: RunEvidence): ReleaseInfo | null {
  return anchor ? { ...anchor.release, name: anchorRelease(anchor.release.name) } : null
}
