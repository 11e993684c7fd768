import { renderQuestion } from '../core/tasks/renderQuestion.ts'
import type { Example, Instruction, Observation, Release, Task } from '../core/words/index.ts'
import { faultMessage } from './faultKind.ts'
import { fetchAnswer } from './fetchAnswer.ts'
import { fullJitter, type Backoff } from './fullJitter.ts'
import type { HostPort } from './hostPort.ts'
import { readAnswer } from './readAnswer.ts'
import { requestKey } from './requestKey.ts'
import { workerState } from './workerState.ts'

/** One cell and whom to ask. */
export interface CellRequest {
  readonly release: Release
  /** e.g. `v2`. */
  readonly releaseName: string
  readonly task: Task
  readonly example: Example
  readonly instruction: Instruction
  /** Id of the variant. Default: the instruction's. */
  readonly variant?: string
  readonly trial: number
  /** Sampling seed; part of the request's key, so the same in every run that should find the answer again. */
  readonly seed: number
  readonly host: HostPort
  readonly signal: AbortSignal
  /** Waits between attempts. Default: full jitter. */
  readonly backoff?: Backoff
}

/**
 * One cell becomes one observation: its prompt is rendered, the answer taken from journal or store or else asked for,
 * read and scored. A fault of the cell alone is an observation with outcome `error`, which is never stored. Rejects for
 * usage and endpoint errors (then later cells of that endpoint do at once), with `MissingAnswerError` where the release
 * has no answer to give, and on abort with the signal's reason.
 */
export async function observeCell(request: CellRequest): Promise<Observation> {
  const { release, releaseName, task, example, instruction, trial, seed, host, signal } = request
  signal.throwIfAborted()
  const question = renderQuestion(instruction, example, { labels: task.labels })
  const prompt = release.format.render(question)
  const key = requestKey(release, prompt, seed, trial)
  const variant = request.variant ?? instruction.id
  const asked = { task: task.name, example: example.id, variant }
  const keyed = { release, releaseName, key, prompt, seed, trial, cell: asked }
  const fetched = await fetchAnswer(keyed, host, workerState(host), request.backoff ?? fullJitter, signal)

  const cell = {
    example: example.id,
    variant,
    trial,
    task: task.name,
    release: releaseName,
    group: example.group,
    key,
    gold: example.gold,
  }
  const nobody = { raw: null, answer: null, score: 0, tokens: { input: null, output: null } }
  if (fetched.answer === undefined) {
    const after = fetched.attempts > 1 ? `after ${fetched.attempts} attempts: ` : ''
    const reason = `${after}${faultMessage(fetched.error)}`
    return { ...cell, ...nobody, outcome: 'error', reason, who: { model: release.model, revision: release.revision } }
  }
  const { answer } = fetched
  const reading = readAnswer(answer, task, example)
  const { who } = answer
  const came = answer.kind === 'answer' ? { ...nobody, raw: answer.text, tokens: answer.tokens } : nobody
  if (reading.outcome !== 'answered') return { ...cell, ...came, outcome: reading.outcome, reason: reading.reason, who }
  const score = task.kind.score(reading.answer, example)
  return { ...cell, ...came, answer: reading.answer, outcome: 'answered', score, who }
}
