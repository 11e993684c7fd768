import { sha256 } from '../../../core/hash/index.ts'
import { finishReason } from '../../endpoint/finishReason.ts'
import { count } from '../../endpoint/completions.ts'
import type { LogRecord, Prediction } from './_internal/record.ts'
import { asScore, asText, bag, contentHash, defineRecordedFormat, scoresIn, textOf } from './_internal/record.ts'

/**
 * A result of promptfoo's JSON output, versions 2 and 3: `prompt.raw` with `response.output`. A prompt that is a JSON list
 * of messages stays the JSON it is. A result with an error answers nothing; a structured output is taken as its JSON.
 *
 * Scored, the example is the hash of the variables, or the test's number where it has none; the variant is the template
 * (`prompt.label`, in version 2 `prompt.display`), or its hash where it is long. Tests with the same variables are repeats.
 * A test that asserts nothing gets the score 1 whatever was answered: it has none.
 */
export const promptfoo = defineRecordedFormat({
  kind: 'promptfoo',
  summary: "promptfoo's JSON output: results with prompt and response",
  log: {
    example: 'hash of `vars`',
    variant: '`prompt.label`, or `prompt.display`',
    trial: 'counted up',
    scores: '`score`; the named ones with `--score`',
  },
  predictions: said,
  scored(value) {
    const { vars, testIdx, testCase, prompt, score: given, namedScores, error, provider, gradingResult } = bag(value)
    const isAsserted = bag(gradingResult)['reason'] !== 'No assertions'
    const score = isAsserted ? given : null
    const own = Object.keys(bag(vars)).length > 0 ? bag(vars) : bag(bag(testCase)['vars'])
    const named = Object.keys(own).length > 0
    if (!named && typeof testIdx !== 'number') return 'it has neither vars nor testIdx'
    const spoken = said(value)
    if (typeof spoken === 'string') return spoken
    const model = spoken?.model ?? providerOf(provider)
    const { label: name, display, raw } = bag(prompt)
    const label = [name, display, raw].map(textOf).find((text) => text !== undefined && text !== '') ?? ''
    return {
      example: named ? contentHash(own).slice(0, 12) : `test ${String(testIdx)}`,
      variant: label !== '' && label.length <= MOST && !label.includes('\n') ? label : sha256(label).slice(0, 8),
      input: named ? JSON.stringify(own) : label,
      content: named ? contentHash(own) : null,
      gold: goldOf(testCase),
      answer: spoken?.text ?? null,
      scores: spoken === null ? {} : scoresIn([['score', score], ...Object.entries(bag(namedScores))]),
      declared: asScore(score) === null ? [] : ['score'],
      ...(spoken === null && { reason: textOf(error) ?? 'the log has no answer for it' }),
      ...(spoken !== null && !isAsserted && { reason: 'its test asserts nothing' }),
      // An error too is that model's.
      ...(model !== undefined && { model }),
    } satisfies LogRecord
  },
})

/** Longest prompt label that serves as a name. */
const MOST = 40

function said(value: unknown): Prediction | null | string {
  const { prompt, response, error, failureReason, provider } = bag(value)
  const { output, finishReason: finish, tokenUsage, error: responseError } = bag(response)
  // Failure reason 2 is an error; 1 is a failed assertion, whose answer counts.
  const failed = typeof responseError === 'string' || failureReason === 2
  if (failed || output === undefined || output === null) return null
  if (failureReason === undefined && typeof error === 'string' && error !== '' && output === '') return null
  const raw = textOf(bag(prompt)['raw'])
  if (raw === undefined) return 'it has no prompt.raw'
  const usage = bag(tokenUsage)
  const reason = finishReason(finish)
  const model = providerOf(provider)
  return {
    prompt: raw,
    text: typeof output === 'string' ? output : JSON.stringify(output),
    tokens: { input: count(usage['prompt']), output: count(usage['completion']) },
    ...(reason === null ? {} : { finish: reason }),
    ...(model === undefined ? {} : { model }),
  }
}

function providerOf(provider: unknown): string | undefined {
  const name = textOf(provider) ?? textOf(bag(provider)['id'])
  return name === '' ? undefined : name
}

/** Returns the value of a test that asks for one answer. */
function goldOf(testCase: unknown): string | null {
  const asserted = bag(testCase)['assert']
  const equal = (Array.isArray(asserted) ? asserted : []).map(bag).find(({ type }) => type === 'equals')
  return asText(equal?.['value'])
}
