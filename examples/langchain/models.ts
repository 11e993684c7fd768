/** Three releases of a chat model of LangChain. This one works offline, by a rule; the last lines show a real one. */
import { SimpleChatModel } from '@langchain/core/language_models/chat_models'
import type { BaseMessage } from '@langchain/core/messages'
import { fromLangChain } from 'vitest-robustness/models'

/** Says yes where a ticket tells of money that was paid back. */
class RuleBot extends SimpleChatModel {
  private readonly chatty: boolean

  /** `chatty`: a polite question gets a polite answer instead of yes or no. */
  constructor(chatty: boolean) {
    super({})
    this.chatty = chatty
  }

  override _llmType(): string {
    return 'rule-bot'
  }

  override async _call(messages: BaseMessage[]): Promise<string> {
    const prompt = messages.map(({ text }) => text).join('\n')
    if (this.chatty && /please/i.test(prompt)) return 'Of course, I am glad to look into this ticket for you!'
    return /paid the customer back/i.test(prompt) ? 'Yes.' : 'No.'
  }
}

export const v1 = fromLangChain(new RuleBot(false), { model: 'rule-bot', revision: '1' })
export const v2 = fromLangChain(new RuleBot(false), { model: 'rule-bot', revision: '2' })
export const v3 = fromLangChain(new RuleBot(true), { model: 'rule-bot', revision: '3' })

// A real one, after `npm install --save-dev @langchain/openai`:
// import { ChatOpenAI } from '@langchain/openai'
// export const v2 = fromLangChain(new ChatOpenAI({ model: 'gpt-4o-mini-2024-07-18', temperature: 0 }), { revision: '2024-07-18' })
