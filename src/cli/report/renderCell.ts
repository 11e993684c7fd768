import { samplingSeed } from '../../core/sampling/index.ts'
import { renderParts, renderPrompt } from '../../core/perturbations/index.ts'
import { parseVariant, variantPrompts } from '../../core/variants/index.ts'
import {
  UsageError,
  type AnswerForm,
  type Observation,
  type Perturbation,
  type PromptFormat,
  type PromptParts,
  type Task,
  type ReleaseInfo,
  type RunEvidence,
} from '../../core/types/index.ts'
import { chatDefault, messagesIn } from '../../models/formats/chatDefault.ts'
import * as models from '../../models/formats/index.ts'
import { requestKey } from '../../observe/index.ts'
import { anchorRelease, isAcceptedRelease, releaseOf } from '../../runs/index.ts'
import { loadRunTask } from '../../logs/loadRunTask.ts'

/** The prompt of a cell, rendered again. */
export interface RenderedCell {
  /**
   * The final prompt, with one chat message a line, or the parts as one text where the release's prompt format is not
   * known here.
   */
  readonly text: string
  readonly exact: boolean
  /** The key of the request that this prompt makes; `null` where it cannot be computed or nothing was asked. */
  readonly key: string | null
  /** The fields that were sent apart from the prompt, if any. */
  readonly form?: AnswerForm
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
  const unknown = { text: renderParts(parts), exact: false, key: null }
  if (!info) return unknown
  const { sure, likely } = formatsOf(info)
  const prompts = [...new Set([...sure, ...likely].map((format) => renderPrompt(parts, format)))]
  const [first] = prompts
  if (first === undefined) return unknown
  // A stored cell has no key, so where several prompts are possible nothing says which it was.
  if (stored)
    return sure.length > 0 && prompts.length === 1 ? { text: laidOut(first), exact: true, key: null } : unknown
  // The run does not say whether the task's tools or schema were sent apart from the prompt: the key does.
  const forms = [undefined, ...(task.kind.form ? [task.kind.form] : [])]
  const keyed = prompts.flatMap((prompt) =>
    forms.map((form) => [prompt, requestKey(info, prompt, samplingSeed(trial), trial, form), form] as const),
  )
  const asked = keyed.find(([, key]) => key === observation.key) ?? (sure.length > 0 ? keyed[0] : undefined)
  if (asked === undefined) return unknown
  const [prompt, key, form] = asked
  return { text: laidOut(prompt), exact: true, key, ...(form && { form }) }
}

function laidOut(prompt: string): string {
  const messages = messagesIn(prompt)
  return messages === null ? prompt : `[\n${messages.map((message) => JSON.stringify(message)).join(',\n')}\n]`
}

function partsOfCell(task: Task, example: string, variant: string, own: readonly Perturbation[]): PromptParts {
  const ids = new Map(task.instructions.map(({ id }) => [id, id]))
  if (!ids.has(variant) && parseVariant(variant, ids) === null)
    throw new UsageError(`Task ${task.name} has no instruction ${variant}`)
  const prompt = variantPrompts(task, own).promptOf(example, variant)
  if ('parts' in prompt) return prompt.parts
  throw new UsageError(`Variant ${variant} leaves example ${example} as it is: ${prompt.notApplicable}`)
}

/** The kinds of endpoints that take messages, or may have taken them. */
const CHATS: ReadonlySet<string> = new Set([
  'openai-chat',
  'langchain',
  'recorded',
  'ai-sdk',
  'openai-client',
  'openai-responses',
])

/**
 * Finds the formats that have the name of a release's format. `sure` are formats of that name that can be only one
 * thing; `likely` are the default of chats and those that functions make without options. The key of the request shows
 * whether it was one of these.
 */
function formatsOf({ format: name, endpointKind }: ReleaseInfo) {
  const all: readonly (PromptFormat | Function)[] = Object.values(models)
  const sure = all.filter((format): format is PromptFormat => typeof format === 'object' && format.name === name)
  const optional = [...(CHATS.has(endpointKind) ? [chatDefault] : []), models.chatMessages(), models.alpacaWithInput()]
  return { sure, likely: optional.filter((format) => format.name === name) }
}

/** Returns the anchor's release, under the name that its stored cells have. */
function anchorOf({ anchor }: RunEvidence): ReleaseInfo | null {
  return anchor ? { ...anchor.release, name: anchorRelease(anchor.release.name) } : null
}
