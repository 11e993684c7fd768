import { quote, messageOf } from '../core/text/index.ts'
import type { Answer, Rejection, Release } from '../core/types/index.ts'
import { openAICompatible } from './openAICompatible.ts'
import { openAICompletions, type OpenAICompletionsOptions } from './openAICompletions.ts'

/**
 * A `ProbeFinding` says what one trait of an endpoint turned out to be.
 *
 * @example
 * const finding: ProbeFinding = { trait: 'seed', verdict: 'dropped', seen: '4 different texts of 4 with one seed' }
 * const warn = ({ verdict }: ProbeFinding) => verdict === 'dropped' || verdict === 'refused'
 * warn(finding) // => true
 */
export interface ProbeFinding {
  /** The trait: `answers`, `identity`, `usage`, `temperature`, `seed`, `stop`, `max_tokens` or `logprobs`. */
  readonly trait: string
  /** `not known`: the answers can be explained either way. */
  readonly verdict: 'honoured' | 'dropped' | 'refused' | 'not known'
  /** One sentence: what was seen. */
  readonly seen: string
}

/** Opens the endpoint with these parameters, and to score these choices where given. */
type Open = (parameters: Readonly<Record<string, unknown>>, choices?: readonly string[]) => Release

const PROMPT = 'Write one sentence about a made-up city. Choose any city you like.'
const COUNT = 'Count from 1 to 9, separated by blanks: 1 2 3 4 5 6 7 8 9. Answer with the numbers only.'
const TRIALS = 4
const CHOICES = [' Rome', ' Oslo']

/**
 * Asks an endpoint a few dozen questions to learn what it honours: temperature 0 (the same text again) and 2 (not
 * always the same), seed, stop, max_tokens; whether it says who answered and what it used. Parameters that providers
 * drop silently make a run measure something else than its config says. A finding is evidence, not proof. An endpoint
 * that does not answer is a finding too, and no error; options that make no sense throw `UsageError`.
 *
 * @example
 * const dropped = async () => {
 *   const findings = await probeEndpoint({ origin: 'http://127.0.0.1:8000', model: 'some-model' })
 *   return findings.filter(({ verdict }) => verdict === 'dropped').map(({ trait, seen }) => `${trait}: ${seen}`)
 * }
 */
export async function probeEndpoint(
  options: OpenAICompletionsOptions,
  kind: 'chat' | 'completions' = 'chat',
): Promise<readonly ProbeFinding[]> {
  if (kind === 'chat') {
    return probeRelease((parameters) =>
      openAICompatible({ ...options, parameters: { ...options.parameters, ...parameters } }),
    )
  }
  const { reopen } = openAICompletions(options)
  return reopen === undefined ? [] : probeRelease(reopen, true)
}

/**
 * Does what `probeEndpoint` does for any way to open a release with parameters; `scores` says that it can score
 * choices, for which it needs log-probabilities.
 *
 * @example
 * const findings = await probeRelease((parameters) =>
 *   fromFunction({ model: 'deaf', parameters, ask: async () => '1 2 3 4 5 6 7 8 9' }),
 * )
 * findings.find(({ trait }) => trait === 'stop')?.verdict // => 'dropped'
 */
export async function probeRelease(open: Open, scores = false): Promise<readonly ProbeFinding[]> {
  const plain = await texts(open, { max_tokens: 32 }, PROMPT, [1])
  if (typeof plain === 'string') return [{ trait: 'answers', verdict: 'refused', seen: plain }]
  const findings: ProbeFinding[] = [{ trait: 'answers', verdict: 'honoured', seen: said(plain[0]) }, ...identity(plain)]
  const different = Array.from({ length: TRIALS }, (_, index) => index + 1)
  const same = different.map(() => 7)
  const cold = await texts(open, { temperature: 0, max_tokens: 32 }, PROMPT, different)
  const hot = await texts(open, { temperature: 2, max_tokens: 32 }, PROMPT, different)
  const seeded = await texts(open, { temperature: 2, max_tokens: 32 }, PROMPT, same)
  findings.push(temperature(cold, hot), seed(hot, seeded))
  findings.push(stop(await texts(open, { temperature: 0, stop: ['5'], max_tokens: 32 }, COUNT, [1])))
  findings.push(most(await texts(open, { temperature: 0, max_tokens: 3 }, COUNT, [1])))
  if (scores) findings.push(logprobs(await texts((parameters) => open(parameters, CHOICES), {}, PROMPT, [1])))
  return findings
}

type Texts = readonly Answer[] | string

/** Answers to one prompt under these parameters, or why there is none. */
async function texts(
  open: Open,
  parameters: Record<string, unknown>,
  prompt: string,
  seeds: readonly number[],
): Promise<Texts> {
  const release = open(parameters)
  try {
    const answers: Answer[] = []
    for (const value of seeds) {
      const request = {
        prompt: release.format.render(prompt),
        seed: value,
        trial: 0,
        signal: new AbortController().signal,
      }
      const answer: Answer | Rejection = await release.ask(request)
      if ('outcome' in answer) return `${answer.outcome}: ${answer.reason}`
      answers.push(answer)
    }
    return answers
  } catch (error) {
    return messageOf(error)
  } finally {
    await release.close?.()
  }
}

function distinct(answers: readonly Answer[]): number {
  return new Set(answers.map(({ text }) => text)).size
}

function temperature(cold: Texts, hot: Texts): ProbeFinding {
  const trait = 'temperature'
  if (typeof cold === 'string' || typeof hot === 'string')
    return { trait, verdict: 'refused', seen: String(typeof cold === 'string' ? cold : hot) }
  const seen = `${distinct(cold)} different texts of ${TRIALS} at temperature 0, ${distinct(hot)} at 2`
  if (distinct(cold) === 1 && distinct(hot) > 1) return { trait, verdict: 'honoured', seen }
  return { trait, verdict: distinct(cold) > 1 ? 'dropped' : 'not known', seen }
}

function seed(hot: Texts, seeded: Texts): ProbeFinding {
  const trait = 'seed'
  if (typeof hot === 'string' || typeof seeded === 'string')
    return { trait, verdict: 'refused', seen: String(typeof seeded === 'string' ? seeded : hot) }
  const seen = `${distinct(seeded)} different texts of ${TRIALS} with one seed at temperature 2, ${distinct(hot)} with ${TRIALS} seeds`
  if (distinct(hot) === 1) return { trait, verdict: 'not known', seen }
  return { trait, verdict: distinct(seeded) === 1 ? 'honoured' : 'dropped', seen }
}

function stop(answers: Texts): ProbeFinding {
  const trait = 'stop'
  if (typeof answers === 'string') return { trait, verdict: 'refused', seen: answers }
  const text = answers[0]?.text ?? ''
  const seen = `counting with stop "5" gave ${said(answers[0])}`
  if (text.includes('5')) return { trait, verdict: 'dropped', seen }
  return { trait, verdict: /4\s*$/.test(text) ? 'honoured' : 'not known', seen }
}

function most(answers: Texts): ProbeFinding {
  const trait = 'max_tokens'
  if (typeof answers === 'string') return { trait, verdict: 'refused', seen: answers }
  const [answer] = answers
  const output = answer?.tokens.output ?? null
  const seen = `3 tokens at most gave ${said(answer)}, finish ${answer?.finish ?? 'not said'}, ${output ?? 'unknown'} tokens`
  if (answer?.finish === 'length' || (output !== null && output <= 3)) return { trait, verdict: 'honoured', seen }
  return { trait, verdict: /9/.test(answer?.text ?? '') ? 'dropped' : 'not known', seen }
}

/** Scoring choices needs the log-probabilities of the prompt, which raw completions give with `echo` and `logprobs`. */
function logprobs(scored: Texts): ProbeFinding {
  const trait = 'logprobs'
  if (typeof scored === 'string') return { trait, verdict: 'refused', seen: scored }
  return { trait, verdict: 'honoured', seen: `of two choices ${said(scored[0])} is likelier` }
}

function identity([answer]: readonly Answer[]): ProbeFinding[] {
  const { model, fingerprint } = answer?.who ?? { model: '' }
  const { input, output } = answer?.tokens ?? { input: null, output: null }
  const used = input !== null && output !== null
  return [
    { trait: 'identity', verdict: 'honoured', seen: `answers as ${model}, fingerprint ${fingerprint ?? 'not given'}` },
    {
      trait: 'usage',
      verdict: used ? 'honoured' : 'dropped',
      seen: used ? `${input} tokens in, ${output} out` : 'no token counts',
    },
  ]
}

function said(answer: Answer | undefined): string {
  return quote(answer?.text ?? '', 80)
}
