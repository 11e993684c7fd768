import { readVerdict, rubricPrompt, wantedVerdict } from '../core/judge/index.ts'
import { readPerturbed, renderPrompt, shownExample } from '../core/perturbations/index.ts'
import { callUsage } from '../core/cost/index.ts'
import { quote } from '../core/text/index.ts'
import { renderQuestion } from '../core/tasks/question.ts'
import { wantedOf } from '../core/variants/index.ts'
import type {
  Example,
  Instruction,
  Judgement,
  Observation,
  PromptParts,
  Reading,
  Release,
  StoredAnswer,
  Task,
} from '../core/types/index.ts'
import { faultKind, faultMessage } from './faultKind.ts'
import type { Spending } from './fetchAnswer.ts'
import { fetchAnswer, requestKey } from './fetchAnswer.ts'
import type { Backoff } from './_internal/askWithRetries.ts'
import { fullJitter } from './_internal/askWithRetries.ts'
import type { HostPort } from './hostPort.ts'
import { workerState } from './_internal/workerState.ts'

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
  /**
   * The parts of the prompt where it is not the instruction with the example put in: perturbed, or with surroundings.
   */
  readonly parts?: PromptParts
  readonly trial: number
  /** Sampling seed; part of the request's key, so the same in every run that should find the answer again. */
  readonly seed: number
  readonly host: HostPort
  readonly signal: AbortSignal
  /** The model that scores the answer, where the task has a judging model. */
  readonly judge?: AskedJudge
  /** Price and budgets. Default: nothing is limited. */
  readonly spending?: Spending
  /** Waits between attempts. Default: full jitter. */
  readonly backoff?: Backoff
  /** Waits until a call may be made; `undefined`: it may be made now. Default: at once. */
  readonly turn?: () => Promise<void> | undefined
}

/**
 * Makes one observation of one cell: its prompt is rendered, the answer taken from journal or store or else asked for,
 * read and scored. A fault of the cell alone is an observation with outcome `error`, which is never stored. Rejects for
 * usage and endpoint errors (then later cells of that endpoint do at once), with `MissingAnswerError` where the release
 * has no answer to give, and on abort with the signal's reason.
 */
export async function observeCell(request: CellRequest): Promise<Observation> {
  const { release, releaseName, task, example, instruction, trial, seed, host, signal } = request
  signal.throwIfAborted()
  const { parts } = request
  const prompt = parts
    ? renderPrompt(parts, release.format)
    : release.format.render(renderQuestion(instruction, example, { labels: task.labels }))
  const form = release.sendsForm ? task.kind.form : undefined
  const key = requestKey(release, prompt, seed, trial, form)
  const variant = request.variant ?? instruction.id
  const asked = { task: task.name, example: example.id, variant }
  const { spending, turn } = request
  const more = { ...(spending && { spending }), ...(form && { form }), ...(turn && { turn }) }
  const keyed = { release, releaseName, key, prompt, seed, trial, cell: asked, ...more }
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
    ...(parts && wantedOf(parts, example)),
  }
  const nobody = { raw: null, answer: null, score: 0, tokens: { input: null, output: null } }
  if (fetched.answer === undefined) {
    const after = fetched.attempts > 1 ? `after ${fetched.attempts} attempts: ` : ''
    const reason = `${after}${faultMessage(fetched.error)}`
    return { ...cell, ...nobody, outcome: 'error', reason, who: { model: release.model, revision: release.revision } }
  }
  const { answer } = fetched
  const { reading, score } = readAnswer(answer, task, example, parts)
  const { who } = answer
  const cost = spending ? callUsage(answer, prompt, spending.price).cost : null
  const priced = cost === null ? nobody : { ...nobody, cost }
  const told = answer.kind === 'answer' && answer.choices !== undefined ? { choices: answer.choices } : {}
  const came = answer.kind === 'answer' ? { ...priced, raw: answer.text, tokens: answer.tokens, ...told } : priced
  if (reading.outcome !== 'answered') return { ...cell, ...came, outcome: reading.outcome, reason: reading.reason, who }
  const answered = { ...cell, ...came, answer: reading.answer, outcome: 'answered', score, who } as const
  const { judge } = request
  // An answer that equals the reference except for case is right without asking.
  if (judge === undefined || score === 1 || parts?.gold === null) return answered
  const backoff = request.backoff ?? fullJitter
  const ofAnswer = { judge, task: task.name, example: shownTo(example, parts), variant, answer: reading.answer, turn }
  const judgement = await judgeAnswer({ ...ofAnswer, host, signal, backoff })
  if ('reason' in judgement) return { ...cell, ...priced, raw: null, outcome: 'error', reason: judgement.reason, who }
  return { ...answered, ...judgement }
}

/** A model that scores answers. */
interface AskedJudge {
  readonly release: Release
  readonly releaseName: string
  readonly rubric: string
  readonly spending?: Spending
}

/** One answer to be judged. */
interface JudgeRequest {
  readonly judge: AskedJudge
  readonly task: string
  readonly example: Example
  readonly variant: string
  readonly answer: string
  readonly host: HostPort
  readonly signal: AbortSignal
  readonly backoff: Backoff
  readonly turn: CellRequest['turn']
}

/**
 * Asks a judge whether an answer is right, once for one text: its request is journaled and stored like any other.
 * Returns the score, or the reason why there is none: then it is unknown whether the answer is right. Rejects as
 * `fetchAnswer`, and with an `EndpointError` after a few verdicts in a row that cannot be read.
 */
async function judgeAnswer(
  request: JudgeRequest,
): Promise<{ readonly score: number; readonly judged: Judgement } | { readonly reason: string }> {
  const { judge, task, example, variant, answer, host, signal, backoff, turn } = request
  const { release, releaseName, rubric, spending } = judge
  const fields = { question: example.input['question'] ?? '', reference: example.gold, answer }
  const prompt = release.format.render(rubricPrompt(rubric, fields))
  const key = requestKey(release, prompt, 0, 0)
  const cell = { task, example: example.id, variant }
  const more = { ...(spending && { spending }), ...(turn && { turn }) }
  const asked = { release, releaseName, key, prompt, seed: 0, trial: 0, cell, ...more }
  const state = workerState(host)
  state.verdicts.check(release)
  const fetched = await fetchAnswer(asked, host, state, backoff, signal)
  if (fetched.answer === undefined) return { reason: `the judge did not answer: ${faultMessage(fetched.error)}` }
  const said = fetched.answer
  const verdict = said.kind === 'answer' ? readVerdict(said.text, rubric) : null
  if (said.kind === 'rejection' || verdict === null) {
    const reason =
      said.kind === 'rejection'
        ? `the judge gave no verdict: ${said.outcome}, ${said.reason}`
        : `the judge's verdict cannot be read: ${quote(said.text, 80)}; ${wantedVerdict(rubric)}`
    const error = state.verdicts.ended(release, new Error(reason))
    if (faultKind(error) === 'EndpointError') throw error
    return { reason }
  }
  state.verdicts.ended(release, null)
  return { score: verdict ? 1 : 0, judged: { key, raw: said.text, model: said.who.model } }
}

/** An answer read and scored. */
export interface ReadAnswer {
  readonly reading: Reading
  /** 0 unless answered. */
  readonly score: number
}

/**
 * Reads and scores an answer: by the task's verbalizer, or as the outcome that its finish reason or rejection gives.
 * `parts`: of a prompt that is not the instruction as it is, e.g. a perturbed one; the answer is in the example's
 * terms.
 */
export function readAnswer(answer: StoredAnswer, task: Task, example: Example, parts?: PromptParts): ReadAnswer {
  if (answer.kind === 'rejection') return silent({ outcome: answer.outcome, reason: answer.reason })
  if (answer.finish === 'content_filter')
    return silent({ outcome: 'filtered', reason: 'the endpoint filtered the answer' })
  if (answer.finish !== 'length') return readText(answer.text, task, example, parts)
  // A cut text counts where its answer stands whole: before the reasons, or after the words that announce it.
  const read = readText(answer.text, task, example, parts, true)
  if (read.reading.outcome === 'answered') return read
  return silent({
    outcome: 'truncated',
    reason: `cut at the token limit before an answer stood whole: ${read.reading.reason}`,
  })
}

/** Reads and scores a text. `cut`: it was cut off at the token limit, so that less of it counts. */
export function readText(text: string, task: Task, example: Example, parts?: PromptParts, cut?: true): ReadAnswer {
  const { kind, labels } = task
  if (parts !== undefined) return readPerturbed(kind, text, parts, example, cut)
  const reading = kind.read(text, example, { labels, ...(cut && { cut }) })
  return reading.outcome === 'answered' ? { reading, score: kind.score(reading.answer, example) } : silent(reading)
}

function silent(reading: Reading): ReadAnswer {
  return { reading, score: 0 }
}

/** Returns the example as its prompt shows it, by which a judge decides. */
function shownTo(example: Example, parts: PromptParts | undefined): Example {
  return parts === undefined ? example : shownExample(parts, example)
}
