import type { Answer, Release } from '../core/types/index.ts'
import type { BaseChatModel, BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models'
import type { BaseMessage } from '@langchain/core/messages'
import type { ChatResult } from '@langchain/core/outputs'
import { optionalImport } from '../core/install/index.ts'

/**
 * Makes a LangChain chat model of a release, over the same connection pool: for chains, agents and judges that take
 * one. A release that is not open to messages gets the last question in its own format. The model has no cache and no
 * retries of its own; a prompt that is refused, filtered or too long throws.
 *
 * @example
 * const model = await toLangChain(fromFunction({ model: 'rule', ask: async () => 'yes' }))
 * const message = await model.invoke('Is Oslo in Norway?')
 * message.content // => 'yes'
 */
export async function toLangChain(release: Release): Promise<ReleaseChatModel> {
  const Model = await chatModelClass()
  return new Model(release)
}

/** A LangChain chat model that asks a release. */
type ReleaseChatModel = BaseChatModel

/**
 * Makes a thin subclass of LangChain's `BaseChatModel` over a release. LangChain is loaded here and not before.
 * Throws `UsageError` with the install command where it is not installed.
 */
async function chatModelClass(): Promise<new (release: Release) => ReleaseChatModel> {
  const [{ BaseChatModel: Base }, { AIMessage }] = await Promise.all([
    optionalImport(() => import('@langchain/core/language_models/chat_models'), '@langchain/core', 'toLangChain'),
    optionalImport(() => import('@langchain/core/messages'), '@langchain/core', 'toLangChain'),
  ])
  return class extends Base {
    readonly release: Release
    readonly model: string

    constructor(release: Release) {
      super({ maxRetries: 0 })
      this.release = release
      this.model = release.model
    }

    _llmType(): string {
      // Called by the base before the release is set.
      return 'vitest-robustness'
    }

    override _identifyingParams(): Record<string, unknown> {
      const { model, revision, endpointKind } = this.release
      return { model, revision, endpointKind }
    }

    override invocationParams(): Record<string, unknown> {
      return { ...this.release.parameters }
    }

    async _generate(messages: BaseMessage[], options: BaseChatModelCallOptions): Promise<ChatResult> {
      const { release } = this
      const signal = options.signal ?? new AbortController().signal
      const answer = await release.ask({ prompt: promptOf(messages, release), seed: 0, trial: 0, signal })
      if ('outcome' in answer)
        throw Object.assign(new Error(`${answer.outcome}: ${answer.reason}`), { who: answer.who })
      const { text, finish, tokens, who } = answer
      const message = new AIMessage({
        content: text,
        response_metadata: {
          model_name: who.model,
          ...(finish === null ? {} : { finish_reason: finish }),
          ...(who.fingerprint === undefined ? {} : { system_fingerprint: who.fingerprint }),
        },
        ...usageOf(tokens),
      } as ConstructorParameters<typeof AIMessage>[0])
      return { generations: [{ text, message }] }
    }
  }
}

/** LangChain's usage has no unknown counts. */
function usageOf({ input, output, reasoning }: Answer['tokens']) {
  if (input === null || output === null) return {}
  const details = reasoning === undefined ? {} : { output_token_details: { reasoning } }
  return { usage_metadata: { input_tokens: input, output_tokens: output, total_tokens: input + output, ...details } }
}

const ROLES: Readonly<Record<string, string>> = { human: 'user', ai: 'assistant', system: 'system', tool: 'tool' }

/** Messages as the release's format has them: as JSON for chats; else a question with what the format can put before it. */
function promptOf(messages: readonly BaseMessage[], { format }: Release): string {
  const all = messages.map((message) => ({ role: ROLES[message.type] ?? message.type, content: message.text }))
  if (format.messages) return JSON.stringify(all)
  const system = all[0]?.role === 'system' ? all[0].content : undefined
  const turns = (system === undefined ? all : all.slice(1)).flatMap(({ role, content: text }) =>
    role === 'user' || role === 'assistant' ? ([{ role, text }] as const) : [],
  )
  const last = turns.at(-1)
  if (last?.role === 'user' && turns.length + (system === undefined ? 0 : 1) === all.length) {
    const earlier = turns.slice(0, -1)
    const before = { ...(system !== undefined && { system }), ...(earlier.length > 0 && { turns: earlier }) }
    if (Object.keys(before).length === 0) return format.render(last.text)
    if (format.renderChat) return format.renderChat({ ...before, question: last.text })
    if (format.renderTurns && system === undefined) return format.renderTurns(turns)
  }
  throw new Error(
    `the format ${format.name} takes no such messages (${all.map(({ role }) => role).join(', ')}): take chatMessages()`,
  )
}
