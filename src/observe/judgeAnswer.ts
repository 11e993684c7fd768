import { quote } from '../core/report/index.ts'
import { readVerdict, rubricPrompt, wantedVerdict } from '../core/judge/index.ts'
import type { Example, Judgement, Release } from '../core/words/index.ts'
import { faultKind, faultMessage } from './faultKind.ts'
import { fetchAnswer } from './fetchAnswer.ts'
import type { Backoff } from './fullJitter.ts'
import type { HostPort } from './hostPort.ts'
import { requestKey } from './requestKey.ts'
import type { Spending } from './spending.ts'
import { workerState } from './workerState.ts'

/** A model that scores answers. */
export interface AskedJudge {
  readonly release: Release
  readonly releaseName: string
  readonly rubric: string
  readonly spending?: Spending
}

/** One answer to be judged. */
export interface JudgeRequest {
  readonly judge: AskedJudge
  readonly task: string
  readonly example: Example
  readonly variant: string
  readonly answer: string
  readonly host: HostPort
  readonly signal: AbortSignal
  readonly backoff: Backoff
}

/**
 * Asks a judge whether an answer is right, once for one text: its request is journaled and stored like any other. Comes
 * back with the score, or with the reason why there is none: then nobody knows whether the answer is right. Rejects as
 * `fetchAnswer`, and with an `EndpointError` after a few verdicts in a row that cannot be read.
 */
export async function judgeAnswer(
  request: JudgeRequest,
): Promise<{ readonly score: number; readonly judged: Judgement } | { readonly reason: string }> {
  const { judge, task, example, variant, answer, host, signal, backoff } = request
  const { release, releaseName, rubric, spending } = judge
  const fields = { question: example.input['question'] ?? '', reference: example.gold, answer }
  const prompt = release.format.render(rubricPrompt(rubric, fields))
  const key = requestKey(release, prompt, 0, 0)
  const cell = { task, example: example.id, variant }
  const asked = { release, releaseName, key, prompt, seed: 0, trial: 0, cell, ...(spending && { spending }) }
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
