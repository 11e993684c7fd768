import { canonicalJson } from '../core/hash/index.ts'
import type { Answer, ModelRequest, Rejection, Release } from '../core/types/index.ts'
import { releaseFaults } from './_internal/releaseChecks.ts'

/**
 * Lists what a release breaks of what every adapter owes, one sentence each; the list is empty if it keeps all. It owes
 * an identity, key parts that are JSON and the same each time it is opened, an answer with the identity of who gave it,
 * and an end as soon as the signal aborts. It is asked `prompt` twice; what it throws comes through.
 *
 * @example
 * const open = () => fromFunction({ model: 'echo', ask: async (prompt) => prompt })
 * await releaseContract(open, 'Hello') // => []
 */
export async function releaseContract(open: () => Release, prompt: string): Promise<readonly string[]> {
  const release = open()
  const faults = releaseFaults(release)
  if (keyParts(open()) !== keyParts(release)) faults.push('opened twice, it has different key parts')
  const before = keyParts(release)
  const answer = await release.ask(request(release, prompt, new AbortController().signal))
  faults.push(...answerFaults(answer), ...choiceFaults(release, answer))
  if (keyParts(release) !== before) faults.push('asking it changed its key parts')
  if (!(await stopsAtAbort(release, prompt))) faults.push('it answers although the signal is aborted')
  await release.close?.()
  return faults
}

function request(release: Release, prompt: string, signal: AbortSignal): ModelRequest {
  return { prompt: release.format.render(prompt), seed: 7, trial: 0, signal }
}

function keyParts({ endpointKind, model, revision, parameters, format }: Release): string {
  return canonicalJson({ endpointKind, model, revision, parameters, format: format.name })
}

function answerFaults(answer: Answer | Rejection): string[] {
  const faults: string[] = []
  if (answer.who.model === '') faults.push('its answer does not say who gave it')
  if ('outcome' in answer) {
    if (answer.reason === '') faults.push('its rejection gives no reason')
    return faults
  }
  if (typeof answer.text !== 'string') faults.push('its answer has no text')
  for (const [side, count] of Object.entries(answer.tokens)) {
    if (count !== null && !(Number.isInteger(count) && count >= 0)) faults.push(`its ${side} tokens are ${count}`)
  }
  return faults
}

function choiceFaults({ scoresChoices }: Release, answer: Answer | Rejection): string[] {
  if ('outcome' in answer) return []
  const { text, choices } = answer
  if (choices === undefined)
    return scoresChoices ? ['it says that it scores choices, and its answer tells of none'] : []
  const { texts, logProbabilities, tokens } = choices
  const faults = scoresChoices
    ? []
    : ['its answer tells of choices, which the release does not say: scoresChoices: true']
  if (!texts.includes(text)) faults.push('its answer is none of its choices')
  if (logProbabilities.length !== texts.length || tokens.length !== texts.length)
    faults.push('it does not tell one log-probability and one number of tokens for each choice')
  if (!logProbabilities.every((value) => Number.isFinite(value) && value <= 0))
    faults.push(`its choices have the log-probabilities ${logProbabilities.join(', ')}`)
  if (!tokens.every((count) => Number.isInteger(count) && count > 0))
    faults.push(`its choices have ${tokens.join(', ')} tokens`)
  return faults
}

async function stopsAtAbort(release: Release, prompt: string): Promise<boolean> {
  const signal = AbortSignal.abort(new Error('stopped by the contract'))
  try {
    await release.ask(request(release, prompt, signal))
    return false
  } catch {
    return true
  }
}
