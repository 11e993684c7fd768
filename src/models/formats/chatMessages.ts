import type { PromptFormat, Turn } from '../../core/words/index.ts'
import { checkTurns } from './conversation.ts'

/** What stands before the question. */
export interface ChatMessagesOptions {
  /** Text of a system message. Default: none. */
  readonly system?: string
  /** Example turns, the user's and the assistant's in turn. */
  readonly turns?: readonly Turn[]
}

/**
 * Chat messages: the prompt is the JSON of a list of `{ role, content }`, which chat endpoints and chat models get as
 * messages. The endpoint applies the model's own template.
 */
export function chatMessages({ system, turns = [] }: ChatMessagesOptions = {}): PromptFormat {
  function renderTurns(all: readonly Turn[]): string {
    checkTurns('chat-messages', all)
    const first = system === undefined ? [] : [{ role: 'system', content: system }]
    return JSON.stringify([...first, ...all.map(({ role, text }) => ({ role, content: text }))])
  }
  return {
    name: 'chat-messages',
    messages: true,
    render: (question) => renderTurns([...turns, { role: 'user', text: question }]),
    renderTurns,
  }
}
