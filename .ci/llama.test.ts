/**
 * A small decoder of ours behind a real open engine, llama.cpp, asked over HTTP by the adapters that users have: its chat
 * template, what it answers, the log-probabilities that it gives, and POSIX from them.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Observation } from '../src/core/types/index.ts'
import { fakeProject, type FakeProject } from '../src/integration/fakeProject.testing.ts'
import { chatTemplate } from '../src/models/formats/chatTemplate.ts'
import { openAICompatible } from '../src/models/openAICompatible.ts'
import { openAICompletions } from '../src/models/openAICompletions.ts'
import type { Given } from './llamaEngine.ts'
import { installLlama, startLlama, type LlamaServer } from './startLlama.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures')
const MODEL = join(FIXTURES, 'models/decoder-0.6m/model.gguf')
const EOS = 1

interface Reference {
  readonly prompt: string
  readonly tokens: readonly number[]
  readonly output: string
}
interface Example {
  readonly input: { readonly sentence: string; readonly head: string; readonly tail: string }
}

const lines = (text: string): string[] => text.trimEnd().split('\n')
/** The words of the relations, as they follow the end of the prompt. */
const CHOICES = ['founded by', 'employee of', 'born in', 'lives in', 'based in', 'parent of', 'child of', 'owner of']
  .concat('owned by')
  .map((words) => ` ${words}`)

const folder = mkdtempSync(join(tmpdir(), 'llama-'))
const missing = existsSync(MODEL) ? installLlama(folder) : 'fixtures/models/decoder-0.6m/model.gguf does not exist'
if (missing !== null) console.log(`A real open engine: SKIPPED, ${missing}.`)
afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000)

describe.skipIf(missing !== null)(
  `llama.cpp${missing === null ? '' : `: SKIPPED, ${missing}`}`,
  { timeout: 300_000 },
  () => {
    let server: LlamaServer
    let release: { readonly origin: string; readonly model: string; readonly revision: string }
    const asked = { seed: 7, trial: 0, signal: new AbortController().signal }
    /** Renders a message as our own adapters do, from the template that the model's file holds. */
    let format: ReturnType<typeof chatTemplate>
    const template = join(folder, 'decoder.jinja')

    const get = async (path: string) => (await fetch(`${server.origin}${path}`)).json()
    const post = async (path: string, body: object) =>
      (await fetch(`${server.origin}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()

    beforeAll(async () => {
      server = await startLlama(folder, MODEL)
      const { data } = (await get('/v1/models')) as { data: [{ id: string; revision: string }] }
      release = { origin: server.origin, model: data[0].id, revision: data[0].revision }
      const { chat_template: source } = (await get('/props')) as { chat_template: string }
      writeFileSync(template, source)
      format = chatTemplate(template)
    }, 120_000)
    afterAll(() => server?.stop())

    test('answers as the trainer does, to the prompts that the template makes, token by token', async () => {
      const all = references()
      const chat = openAICompatible({ ...release, parameters: { temperature: 0, max_tokens: 24 } })
      const raw = openAICompletions({ ...release, format, parameters: { temperature: 0, max_tokens: 24 } })
      await server.given()
      const answers = []
      for (const { prompt } of all) answers.push(await chat.ask({ ...asked, prompt }))
      const given = await server.given()
      // The trainer leaves off the blank that every answer begins with.
      expect(answers.map((answer) => 'text' in answer && answer.text.replace(/^ /, ''))).toEqual(
        all.map(({ output }) => output),
      )
      expect(given.map(({ tokens }) => tokens)).toEqual(all.map(({ tokens }) => tokens))
      expect(given.map(({ text }) => text)).toEqual(all.map(({ prompt }) => format.render(prompt)))
      expect(answers[0]).toMatchObject({
        finish: 'stop',
        tokens: { input: all[0]?.tokens.length },
        who: { model: 'decoder-0.6m', revision: release.revision, fingerprint: release.revision },
      })
      // Raw completions of the prompt that our own adapter renders come to the same.
      const [first] = all
      expect(await raw.ask({ ...asked, prompt: format.render(first?.prompt ?? '') })).toEqual(answers[0])
      await chat.close?.()
      await raw.close?.()
    })

    test('draws by the seed, and refuses what it cannot do in words that the adapter understands', async () => {
      const at = (temperature: number) => openAICompatible({ ...release, parameters: { temperature, max_tokens: 12 } })
      const texts = []
      const hot = at(5)
      for (const seed of [1, 1, 2]) texts.push(await hot.ask({ ...asked, prompt: 'Say who founded Solcon.', seed }))
      expect(texts[1]).toEqual(texts[0])
      expect(texts[2]).not.toEqual(texts[0])
      const long = 'Velcon is based in Wesdale. '.repeat(60)
      expect(await hot.ask({ ...asked, prompt: long })).toMatchObject({ outcome: 'too_long' })
      await hot.close?.()
      const stopping = openAICompatible({ ...release, parameters: { max_tokens: 12, stop: ['.'] } })
      await expect(stopping.ask({ ...asked, prompt: 'Is it so?' })).rejects.toThrow('unsupported parameter stop')
      await stopping.close?.()
    })

    test('gives the same log-probabilities for what it says in a chat and for the same text scored as a completion', async () => {
      const prompt = references().find(({ output }) => output !== '')?.prompt ?? ''
      const sampling = { model: release.model, temperature: 0, seed: 1 }
      const chat = (await post('/v1/chat/completions', {
        ...sampling,
        messages: [{ role: 'user', content: prompt }],
        max_tokens: 8,
        logprobs: true,
        top_logprobs: 10_000,
      })) as ChatBody
      const { content } = chat.choices[0].logprobs
      expect(content.map(({ token }) => token).join('')).toBe(chat.choices[0].message.content)
      expect(content.length).toBeGreaterThan(0)
      for (const { token, logprob, top_logprobs: top } of content) {
        // Greedy: the first of all tokens, whose probabilities sum to nearly 1.
        expect(top[0]).toEqual({ token, logprob })
        expect(top.reduce((sum, one) => sum + Math.exp(one.logprob), 0)).toBeCloseTo(1, 2)
      }
      const whole = format.render(prompt) + chat.choices[0].message.content
      const echo = { ...sampling, prompt: whole, max_tokens: 1, echo: true, logprobs: 1 }
      const { logprobs } = ((await post('/v1/completions', echo)) as CompletionBody).choices[0]
      const from = logprobs.text_offset.indexOf(format.render(prompt).length)
      const scored = logprobs.token_logprobs.slice(from, from + content.length)
      expect(logprobs.tokens.slice(from, from + content.length)).toEqual(content.map(({ token }) => token))
      for (const [at, value] of scored.entries()) expect(value).toBeCloseTo(content[at]?.logprob ?? NaN, 4)
    })

    describe('in a suite', () => {
      let project: FakeProject
      beforeAll(() => {
        project = fakeProject(projectFiles(release, template))
      })
      afterAll(() => project?.remove())
      const observations = (): Observation[] => {
        const latest = project.read('.robustness/runs/latest').trim()
        return lines(project.read(`.robustness/runs/${latest}/observations.jsonl`)).map(
          (line) => JSON.parse(line) as Observation,
        )
      }

      test('is gated on relation extraction, and every observation names the model and its file', async () => {
        const { code, output } = await project.vitest()
        const [claim, ...others] = project.run().evidence.claims
        expect([claim?.title, others]).toEqual(['relation extraction > answers half of the seen wordings right', []])
        // Either way, but decided: what the model can do is not this test's question.
        expect(output).toMatch(/GATE: (PASS|FAIL)/)
        expect([claim?.verdict, code]).toEqual(output.includes('GATE: PASS') ? ['pass', 0] : ['fail', 1])
        const { model, revision } = release
        const seen = observations()
        for (const { who } of seen) expect(who).toEqual({ model, revision, fingerprint: revision })
        expect(seen.length).toBeGreaterThan(9)
        expect(seen.every(({ raw, tokens }) => raw !== null && (tokens.input ?? 0) > 20)).toBe(true)
        expect((await project.shell('cli report --verify')).code).toBe(0)
      })

      test('has POSIX, which is what the log-probabilities come to that the engine gave', async () => {
        await server.given()
        const env = { ROBUSTNESS_MODE: 'measure', ROBUSTNESS_CELLS: '24', ROBUSTNESS_RELEASE: 'scored' }
        const { output } = await project.vitest([], env)
        const { slices = [] } = project.run().evidence.measurements?.tasks[0] ?? {}
        const measured = slices[0]?.metrics.find(({ name }) => name === 'POSIX')
        const expected = expectedPosix(await server.given())
        expect(measured?.value).toBeCloseTo(expected.value, 10)
        expect(expected.value).toBeGreaterThan(0)
        const answered = observations().filter(({ raw }) => raw !== null)
        expect(expected.prompts).toBe(new Set(answered.map(({ example, variant }) => `${example} ${variant}`)).size)
        expect(expected.prompts).toBeGreaterThan(12)
        expect(output.replaceAll(/ +/g, ' ')).toContain(`POSIX ${expected.value.toFixed(3)}`)
        for (const { raw, choices } of answered) {
          const { texts = [], logProbabilities = [] } = choices ?? {}
          expect(texts).toEqual(CHOICES)
          expect(raw).toBe(texts[logProbabilities.indexOf(Math.max(...logProbabilities))])
        }
      })
    })
  },
)

interface ChatBody {
  readonly choices: readonly [
    {
      readonly message: { readonly content: string }
      readonly logprobs: {
        readonly content: readonly {
          readonly token: string
          readonly logprob: number
          readonly top_logprobs: readonly { readonly token: string; readonly logprob: number }[]
        }[]
      }
    },
  ]
}
interface CompletionBody {
  readonly choices: readonly [
    {
      readonly logprobs: {
        readonly tokens: readonly string[]
        readonly token_logprobs: readonly (number | null)[]
        readonly text_offset: readonly number[]
      }
    },
  ]
}

const references = (): readonly Reference[] =>
  lines(readFileSync(join(MODEL, '../reference.jsonl'), 'utf8')).map((line) => JSON.parse(line) as Reference)

/** 48 examples with a sentence of their own, so that a prompt tells its example. */
function examples(): readonly string[] {
  const all = lines(readFileSync(join(FIXTURES, 'datasets/re.test.jsonl'), 'utf8'))
  const bySentence = new Map(all.map((line) => [(JSON.parse(line) as Example).input.sentence, line]))
  return [...bySentence.values()].slice(0, 48)
}

function projectFiles(release: object, template: string): Record<string, string> {
  const seen = JSON.parse(readFileSync(join(FIXTURES, 'instructions/seen.json'), 'utf8')) as string[]
  return {
    'data/re.jsonl': examples()
      .map((line) => `${line}\n`)
      .join(''),
    'data/re.yaml': readFileSync(join(FIXTURES, 'instructions/re.yaml'), 'utf8'),
    'seen.json': JSON.stringify(seen.filter((id) => id.startsWith('re-'))),
    'releases.ts': `import { chatTemplate, openAICompatible, openAICompletions } from 'vitest-robustness/models'
const release = ${JSON.stringify(release)}
export const chat = openAICompatible({ ...release, parameters: { temperature: 0, max_tokens: 12 } })
export const scored = openAICompletions({ ...release, format: chatTemplate(${JSON.stringify(template)}), choices: ${JSON.stringify(CHOICES)} })
`,
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
export default defineConfig({
  plugins: [robustness({ releases: { chat: './releases.ts#chat', scored: './releases.ts#scored' }, candidate: process.env.ROBUSTNESS_RELEASE ?? 'chat', seen: 'seen.json' })],
})
`,
    'tasks.ts': `import { relationExtraction } from 'vitest-robustness'
export const re = relationExtraction({ name: 're', examples: 'data/re.jsonl', instructions: 'data/re.yaml' })
`,
    're.robust.ts': `import { describe, expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { re } from './tasks.ts'
describe('relation extraction', () => {
  test('answers half of the seen wordings right', async () => {
    await expect(release().on(re)).toStayAbove({ family: 'seen', accuracy: 0.5 })
  })
})
`,
  }
}

/**
 * The formula of the paper (1/(N(N−1)) Σ_i Σ_(j≠i) |ln P(y_j | x_i) − ln P(y_j | x_j)| / L_j, the mean over examples) on what
 * the engine says of every token. An answer's tokens are those behind the end of the prompt, which is a token of its own.
 */
function expectedPosix(given: readonly Given[]): { readonly value: number; readonly prompts: number } {
  const scored = [...new Map(given.map((one) => [one.text, one])).values()].map(({ text, tokens, logprobs = [] }) => {
    const own = logprobs.slice(tokens.lastIndexOf(EOS) + 1)
    const at = text.lastIndexOf('</s>') + 4
    const sum = own.reduce<number>((total, value) => total + (value ?? NaN), 0)
    return { prompt: text.slice(0, at), answer: text.slice(at), sum, length: own.length }
  })
  // A prompt that has no place for its longest choice was not scored to its end.
  const prompts = [...Map.groupBy(scored, ({ prompt }) => prompt).values()].filter(
    ({ length }) => length === CHOICES.length,
  )
  const sentences = examples().map((line) => (JSON.parse(line) as Example).input.sentence)
  const squeezed = (text: string): string => text.replaceAll(/\s/g, '')
  const perExample = Map.groupBy(prompts, ([first]) =>
    sentences.findIndex((sentence) => squeezed(first?.prompt ?? '').includes(squeezed(sentence))),
  )
  const each = [...perExample.values()].flatMap((wordings) => {
    const changes = wordings.flatMap((own) => {
      const said = own.reduce((best, one) => (one.sum > best.sum ? one : best))
      const others = wordings.filter((other) => other !== own)
      return others.map((other) => {
        const under = other.find(({ answer }) => answer === said.answer)
        return Math.abs((under?.sum ?? NaN) - said.sum) / said.length
      })
    })
    return changes.length === 0 ? [] : [changes.reduce((sum, value) => sum + value, 0) / changes.length]
  })
  return { value: each.reduce((sum, value) => sum + value, 0) / each.length, prompts: prompts.length }
}
