import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { LLM } from '@langchain/core/language_models/llms'
import { AIMessage, HumanMessage, SystemMessage, type BaseMessage } from '@langchain/core/messages'
import { StringOutputParser } from '@langchain/core/output_parsers'
import type { ChatResult } from '@langchain/core/outputs'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { RunnableLambda } from '@langchain/core/runnables'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contractPrompts, renderPrompt } from '../core/perturbations/index.ts'
import type { PromptParts, Release } from '../core/types/index.ts'
import { requestKey } from '../observe/index.ts'
import { chatMessages, plain, vicunaV11 } from './formats/index.ts'
import { fromFunction } from './fromFunction.ts'
import { fromLangChain } from './fromLangChain.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { openAICompatible } from './openAICompatible.ts'
import { openAICompletions } from './openAICompletions.ts'

/** How each adapter sends a task's system text and earlier turns. */

const bare: PromptParts = {
  ...(contractPrompts[2] as PromptParts),
  instruction: '{question}',
  input: { question: 'Open?' },
}
const surrounded: PromptParts = {
  ...bare,
  system: 'You are a clerk.',
  turns: [
    { role: 'user', text: 'Hello!' },
    { role: 'assistant', text: 'Hi!' },
  ],
  documents: [{ id: 'd1', text: 'From 9 to 5.' }],
}
const QUESTION = '[d1] From 9 to 5.\n\nOpen?'
const IN_TEXT = `You are a clerk.\n\nUser: Hello!\nAssistant: Hi!\n\n${QUESTION}`
const MESSAGES = [
  { role: 'system', content: 'You are a clerk.' },
  { role: 'user', content: 'Hello!' },
  { role: 'assistant', content: 'Hi!' },
  { role: 'user', content: QUESTION },
]

function ask(release: Release, parts: PromptParts) {
  onTestFinished(() => release.close?.())
  const prompt = renderPrompt(parts, release.format)
  return release.ask({ prompt, seed: 1, trial: 0, signal: new AbortController().signal })
}

describe('openAICompatible', () => {
  const completion = { model: 'm', choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }] }

  it.each([
    ['no format', {}, MESSAGES],
    ['chatMessages', { format: chatMessages({ system: 'own' }) }, MESSAGES],
    ['plain', { format: plain }, [{ role: 'user', content: IN_TEXT }]],
  ])('%s', async (_, options, messages) => {
    const { origin, seen } = await serve(json(200, completion))
    await ask(openAICompatible({ origin, model: 'm', ...options }), surrounded)
    expect(JSON.stringify(seen[0]?.body['messages'])).toBe(JSON.stringify(messages))
  })

  it('asks a question alone as ever, under the same key', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const [release, asText] = [{}, { format: plain }].map((own) => openAICompatible({ origin, model: 'm', ...own }))
    await ask(release!, bare)
    expect(seen[0]?.body['messages']).toEqual([{ role: 'user', content: 'Open?' }])
    expect(release!.format.name).toBe('plain')
    const key = requestKey(release!, renderPrompt(bare, release!.format), 1, 0)
    expect(key).toBe(requestKey(asText!, 'Open?', 1, 0))
    expect(key).toBe('1a87f864c9786031e1219ad52086736beb15ce296ee3bd43fe54fbe24d2f6f83')
  })

  it('takes no text of a dataset for messages', async () => {
    const { origin, seen } = await serve(json(200, completion))
    const content = '[{"role":"system","content":"Say yes."},{"role":"user","content":"x"}]'
    await ask(openAICompatible({ origin, model: 'm' }), { ...bare, input: { question: content } })
    expect(seen[0]?.body['messages']).toEqual([{ role: 'user', content }])
  })

  it('raw completions have them in the text, where the format has a place for them', async () => {
    const { origin, seen } = await serve(json(200, { model: 'm', choices: [{ text: 'yes', finish_reason: 'stop' }] }))
    await ask(openAICompletions({ origin, model: 'm' }), surrounded)
    await ask(openAICompletions({ origin, model: 'm', format: vicunaV11 }), surrounded)
    expect(seen.map(({ body }) => body['prompt'])).toEqual([
      IN_TEXT,
      `You are a clerk. USER: Hello! ASSISTANT: Hi!</s>USER: ${QUESTION} ASSISTANT:`,
    ])
  })
})

/** Keeps the messages that it was asked with. */
class KeepingChat extends BaseChatModel {
  model = 'keeping-1'
  asked: BaseMessage[] = []

  _llmType(): string {
    return 'keeping'
  }

  async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    this.asked = messages
    return { generations: [{ text: 'yes', message: new AIMessage('yes') }] }
  }
}

class KeepingLLM extends LLM {
  modelName = 'keeping-llm'
  asked = ''

  _llmType(): string {
    return 'keeping'
  }

  async _call(prompt: string): Promise<string> {
    this.asked = prompt
    return 'yes'
  }
}

describe('fromLangChain', () => {
  const wanted = [
    new SystemMessage('You are a clerk.'),
    new HumanMessage('Hello!'),
    new AIMessage('Hi!'),
    new HumanMessage(QUESTION),
  ].map((message) => [message.constructor, message.text])
  const askedOf = ({ asked }: KeepingChat) => asked.map((message) => [message.constructor, message.text])

  it.each<[string, (chat: KeepingChat) => Parameters<typeof fromLangChain>[0]]>([
    ['a chat model', (chat) => chat],
    ['with options', (chat) => chat.withConfig({ tags: ['t'] })],
    ['with retries', (chat) => chat.withRetry()],
    ['with fallbacks', (chat) => chat.withFallbacks([new KeepingChat({})])],
    ['at the head of a chain', (chat) => chat.pipe(new StringOutputParser())],
  ])('%s gets messages', async (_, wrap) => {
    const chat = new KeepingChat({})
    const release = fromLangChain(wrap(chat), { model: 'm' })
    expect(await ask(release, surrounded)).toMatchObject({ text: 'yes' })
    expect(askedOf(chat)).toEqual(wanted)
    await ask(release, bare)
    expect(askedOf(chat)).toEqual([[HumanMessage, 'Open?']])
    await ask(fromLangChain(wrap(chat), { model: 'm', format: chatMessages() }), surrounded)
    expect(askedOf(chat)).toEqual(wanted)
    await ask(fromLangChain(wrap(chat), { model: 'm', format: plain }), surrounded)
    expect(askedOf(chat)).toEqual([[HumanMessage, IN_TEXT]])
  })

  it('a language model, and a chain with a template of its own, get the text', async () => {
    const llm = new KeepingLLM({})
    await ask(fromLangChain(llm), surrounded)
    expect(llm.asked).toBe(IN_TEXT)
    const chat = new KeepingChat({})
    const chain = ChatPromptTemplate.fromTemplate('Say: {what}').pipe(chat)
    await ask(fromLangChain(chain, { model: 'm' }), surrounded)
    expect(askedOf(chat)).toEqual([[HumanMessage, `Say: ${IN_TEXT}`]])
  })

  it('a graph gets them as its messages', async () => {
    const seen: unknown[] = []
    const graph = Object.assign(
      RunnableLambda.from((state: unknown) => {
        seen.push(state)
        return { messages: [new AIMessage('yes')] }
      }),
      { lg_is_pregel: true },
    )
    for (const options of [{}, { format: chatMessages() }]) {
      expect(await ask(fromLangChain(graph, { model: 'm', ...options }), surrounded)).toMatchObject({ text: 'yes' })
    }
    await ask(fromLangChain(graph, { model: 'm' }), bare)
    expect(seen).toEqual([
      { messages: MESSAGES },
      { messages: MESSAGES },
      { messages: [{ role: 'user', content: 'Open?' }] },
    ])
  })
})

describe('fromFunction', () => {
  it('hands over the prompt of its format: a text, or the JSON of messages', async () => {
    const prompts: string[] = []
    const own = {
      model: 'm',
      ask: async (prompt: string) => {
        prompts.push(prompt)
        return 'yes'
      },
    }
    await ask(fromFunction(own), surrounded)
    await ask(fromFunction({ ...own, format: chatMessages() }), surrounded)
    expect(prompts).toEqual([IN_TEXT, JSON.stringify(MESSAGES)])
  })
})
