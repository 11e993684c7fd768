import { describe, expect, it } from 'vitest'
import { sha256 } from '../core/hash/index.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { probeEndpoint } from './probe.ts'

interface Body {
  readonly temperature?: number
  readonly seed?: number
  readonly stop?: readonly string[]
  readonly max_tokens?: number
  readonly messages: readonly { readonly content: string }[]
}

/** An endpoint that honours these fields and drops or refuses the others. */
async function endpoint(honours: readonly string[], refuses = '') {
  let calls = 0
  return serve((response, _, sent) => {
    calls += 1
    if (refuses in sent)
      return json(400, { error: { message: `unknown parameter: ${refuses}`, param: refuses } })(response)
    const { temperature = 1, seed, stop = [], max_tokens: most = 99, messages } = sent as unknown as Body
    const hot = honours.includes('temperature') ? temperature > 0 : true
    const chance = hot ? sha256(String(honours.includes('seed') ? seed : calls)).slice(0, 4) : 'cold'
    let text = messages[0]?.content.startsWith('Count') ? '1 2 3 4 5 6 7 8 9' : `City ${chance}`
    for (const end of honours.includes('stop') ? stop : []) text = text.split(end)[0] ?? ''
    const words = text.split(' ')
    const cut = honours.includes('max_tokens') && words.length > most
    const content = cut ? words.slice(0, most).join(' ') : text
    const usage = { prompt_tokens: 9, completion_tokens: content.split(' ').length }
    return json(200, {
      model: 'm-1',
      choices: [{ message: { content }, finish_reason: cut ? 'length' : 'stop' }],
      usage,
    })(response)
  })
}

async function verdicts(honours: readonly string[], refuses?: string): Promise<Record<string, string>> {
  const { origin } = await endpoint(honours, refuses)
  const findings = await probeEndpoint({ origin, model: 'm' })
  return Object.fromEntries(findings.map(({ trait, verdict }) => [trait, verdict]))
}

describe('probeEndpoint', () => {
  it('finds what an endpoint honours, one sentence each', async () => {
    const { origin } = await endpoint(['temperature', 'seed', 'stop', 'max_tokens'])
    const findings = await probeEndpoint({ origin, model: 'm' })
    expect(findings.map(({ trait, verdict, seen }) => `${trait} ${verdict}: ${seen}`)).toMatchInlineSnapshot(`
      [
        "answers honoured: "City 6b86"",
        "identity honoured: answers as m-1, fingerprint not given",
        "usage honoured: 9 tokens in, 2 out",
        "temperature honoured: 1 different texts of 4 at temperature 0, 4 at 2",
        "seed honoured: 1 different texts of 4 with one seed at temperature 2, 4 with 4 seeds",
        "stop honoured: counting with stop "5" gave "1 2 3 4 "",
        "max_tokens honoured: 3 tokens at most gave "1 2 3", finish length, 3 tokens",
      ]
    `)
  })

  it.each([
    [[], undefined, { temperature: 'dropped', seed: 'dropped', stop: 'dropped', max_tokens: 'dropped' }],
    [
      ['temperature', 'stop'],
      undefined,
      { temperature: 'honoured', seed: 'dropped', stop: 'honoured', max_tokens: 'dropped' },
    ],
    [
      ['temperature', 'seed', 'max_tokens'],
      'stop',
      { temperature: 'honoured', seed: 'honoured', stop: 'refused', max_tokens: 'honoured' },
    ],
    [['seed'], 'temperature', { temperature: 'refused', seed: 'refused' }],
  ])('an endpoint that honours %j and refuses %s', async (honours, refuses, expected) => {
    expect(await verdicts(honours, refuses)).toMatchObject({ answers: 'honoured', ...expected })
  })

  it('says why there is no answer at all', async () => {
    const { origin } = await serve(json(401, { error: { message: 'who are you' } }))
    expect(await probeEndpoint({ origin, model: 'm' })).toEqual([
      { trait: 'answers', verdict: 'refused', seen: expect.stringContaining('HTTP 401: who are you') },
    ])
  })

  it.each([
    [false, 'refused', 'HTTP 400: no echo'],
    [true, 'honoured', 'of two choices " Oslo" is likelier'],
  ])('asks raw completions for log-probabilities: given %s', async (given, verdict, seen) => {
    const { origin } = await serve((response, _, sent) => {
      const { prompt, echo } = sent as { prompt: string | string[]; echo?: boolean }
      if (echo && !given) return json(400, { error: { message: 'no echo' } })(response)
      const choices = [prompt].flat().map((text, index) => {
        const at = text.length - 5
        const tokens = {
          tokens: ['x', 'y', 'z'],
          text_offset: [0, at, text.length],
          token_logprobs: [null, -1 - (1 - index), -1],
        }
        const logprobs = echo ? tokens : null
        return { index, text: echo ? text : 'Rome', finish_reason: 'stop', logprobs }
      })
      json(200, { model: 'm', choices })(response)
    })
    const findings = await probeEndpoint({ origin, model: 'm' }, 'completions')
    expect(findings.at(-1)).toEqual({ trait: 'logprobs', verdict, seen: expect.stringContaining(seen) })
  })
})
