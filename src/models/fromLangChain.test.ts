import { InMemoryCache } from '@langchain/core/caches'
import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { LLM } from '@langchain/core/language_models/llms'
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { StringOutputParser } from '@langchain/core/output_parsers'
import type { ChatResult } from '@langchain/core/outputs'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { RunnableLambda } from '@langchain/core/runnables'
import { FakeListChatModel } from '@langchain/core/utils/testing'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import type { Release } from '../core/types/index.ts'
import { fromLangChain } from './fromLangChain.ts'
import { releaseContract } from './releaseContract.ts'

type Reply = (call: number, prompt: string) => AIMessage | Promise<AIMessage>

/** A chat model as an integration package writes one, asked for real. */
class CountingChat extends BaseChatModel {
  calls = 0
  model = 'counting-1'
  temperature = 0.5
  apiKey = 'sk-hidden'
  reply: Reply = (call) => new AIMessage(`answer ${call}`)

  _llmType(): string {
    return 'counting'
  }

  override _identifyingParams(): Record<string, unknown> {
    return { model_name: this.model, apiKey: this.apiKey }
  }

  override invocationParams(): Record<string, unknown> {
    return { max_tokens: 9, headers: { 'x-api-key': this.apiKey } }
  }

  async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    this.calls += 1
    const calls = this.calls
    // As the packages do it: their own caller retries.
    const message = await this.caller.callWithOptions(
      options.signal === undefined ? {} : { signal: options.signal },
      async () => this.reply(calls, messages[0]?.text ?? ''),
    )
    return { generations: [{ text: message.text, message }] }
  }
}

class EchoLLM extends LLM {
  modelName = 'echo-1'

  _llmType(): string {
    return 'echo'
  }

  async _call(prompt: string): Promise<string> {
    return `said: ${prompt}`
  }
}

function ask(release: Release, prompt = 'hi', signal = new AbortController().signal) {
  return release.ask({ prompt, seed: 1, trial: 0, signal })
}

function failing(error: Error): CountingChat {
  const chat = new CountingChat({})
  chat.reply = async () => {
    throw error
  }
  return chat
}

describe('fromLangChain', () => {
  it('keeps the contract of a release', async () => {
    expect(await releaseContract(() => fromLangChain(new CountingChat({})), 'hi')).toEqual([])
    expect(await releaseContract(() => fromLangChain(new EchoLLM({})), 'hi')).toEqual([])
  })

  it('knows a model by its own name, and what shapes its answers, but no secret', () => {
    const release = fromLangChain(new CountingChat({}), { revision: 'r1', parameters: { system: 's' } })
    expect(release).toMatchObject({ model: 'counting-1', revision: 'r1', endpointKind: 'langchain' })
    expect(release.parameters).toEqual({ max_tokens: 9, temperature: 0.5, system: 's' })
    expect(canonicalJson(release)).not.toContain('hidden')
  })

  it('distinguishes bound options', () => {
    const chat = new CountingChat({})
    const bound = fromLangChain(chat.withConfig({ stop: ['.'] }))
    expect(bound.model).toBe('counting-1')
    expect(bound.parameters).toEqual({ max_tokens: 9, temperature: 0.5, bound: { stop: ['.'] } })
  })

  it('refuses what does not say who it is, and a chain without a name', () => {
    expect(() => fromLangChain(new FakeListChatModel({ responses: ['a'] }))).toThrow('{ model: "name" }')
    const chain = new CountingChat({}).pipe(new StringOutputParser())
    expect(() => fromLangChain(chain)).toThrow('does not say which model it is')
    expect(() => fromLangChain({} as CountingChat)).toThrow('no LangChain model')
    const release = fromLangChain(chain, { model: 'chain-1' })
    expect(release.parameters).toEqual({ chain: expect.stringMatching(/^[0-9a-f]{16}$/) })
  })

  it('asks each time, whatever cache the model has', async () => {
    const chat = new CountingChat({ cache: new InMemoryCache() })
    expect((await chat.invoke('hi')).text).toBe('answer 1')
    expect((await chat.invoke('hi')).text).toBe('answer 1')
    const release = fromLangChain(chat)
    expect([await ask(release), await ask(release)]).toMatchObject([{ text: 'answer 2' }, { text: 'answer 3' }])

    const inner = new CountingChat({ cache: new InMemoryCache() })
    const chain = ChatPromptTemplate.fromTemplate('Say {what}')
      .pipe(inner.withConfig({}))
      .pipe(new StringOutputParser())
    const chained = fromLangChain(chain, { model: 'chain-1' })
    expect([await ask(chained), await ask(chained)]).toMatchObject([{ text: 'answer 1' }, { text: 'answer 2' }])
  })

  it('leaves retries to us', async () => {
    const chat = failing(
      Object.assign(new Error('busy'), { status: 503, headers: new Headers({ 'retry-after': '2' }) }),
    )
    let tries = 0
    const { reply } = chat
    chat.reply = (...args) => {
      tries += 1
      return reply(...args)
    }
    await expect(ask(fromLangChain(chat))).rejects.toMatchObject({ name: 'RetryableError', retryAfterMs: 2000 })
    expect(tries).toBe(1)
    await expect(ask(fromLangChain(chat.withRetry({ stopAfterAttempt: 3 }), { model: 'm' }))).rejects.toThrow('busy')
    expect(tries).toBe(2)
  })

  it('reads text, tokens, finish reason and who answered', async () => {
    const chat = new CountingChat({})
    chat.reply = () =>
      new AIMessage({
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
        usage_metadata: { input_tokens: 4, output_tokens: 2, total_tokens: 6 },
        response_metadata: { model_name: 'counting-1-2026', finish_reason: 'max_tokens', system_fingerprint: 'fp' },
      } as unknown as string)
    expect(await ask(fromLangChain(chat))).toEqual({
      text: 'ab',
      finish: 'length',
      tokens: { input: 4, output: 2 },
      who: { model: 'counting-1-2026', revision: null, fingerprint: 'fp' },
    })
  })

  it.each([
    ['refused', new AIMessage({ content: '', additional_kwargs: { refusal: 'I will not' } })],
    ['refused', new AIMessage({ content: '', response_metadata: { stop_reason: 'refusal' } })],
    ['filtered', new AIMessage({ content: '', response_metadata: { finishReason: 'SAFETY' } })],
  ])('makes an outcome %s of a message that says so', async (outcome, message) => {
    const chat = new CountingChat({})
    chat.reply = () => message
    expect(await ask(fromLangChain(chat))).toMatchObject({ outcome })
  })

  it.each([
    ['a wrong key', { status: 401 }, 'EndpointError'],
    ['a reset', { code: 'ECONNRESET' }, 'RetryableError'],
    ['a reset below', { cause: Object.assign(new Error('x'), { code: 'UND_ERR_SOCKET' }) }, 'RetryableError'],
    ['a bug', {}, 'Error'],
  ])('takes %s for what it is', async (_, properties, name) => {
    await expect(ask(fromLangChain(failing(Object.assign(new Error('no'), properties))))).rejects.toMatchObject({
      name,
    })
  })

  it('makes an outcome of a prompt that is too long', async () => {
    const chat = failing(Object.assign(new Error('maximum context length is 8'), { status: 400 }))
    expect(await ask(fromLangChain(chat))).toMatchObject({ outcome: 'too_long', who: { model: 'counting-1' } })
  })

  it('puts the prompt in as the runnable takes it', async () => {
    expect(await ask(fromLangChain(new EchoLLM({})))).toMatchObject({ text: 'said: hi', who: { model: 'echo-1' } })
    const echo = RunnableLambda.from((text: string) => ({ label: text, n: 1 }))
    expect(await ask(fromLangChain(echo, { model: 'm' }))).toMatchObject({ text: '{"label":"hi","n":1}' })
    const two = ChatPromptTemplate.fromTemplate('{a} {b}').pipe(new EchoLLM({}))
    expect(() => fromLangChain(two, { model: 'm' })).toThrow('template of 2 variables (a, b)')
  })

  it('stops at the signal, with its reason', async () => {
    const chat = new CountingChat({})
    chat.reply = () => new Promise(() => {})
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 10)
    await expect(ask(fromLangChain(chat), 'hi', controller.signal)).rejects.toThrow('enough')
  })
})
