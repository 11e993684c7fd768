import type { Chat, PromptFormat, Turn } from '../../core/types/index.ts'
import { checkTurns, turnsOf } from './_internal/conversation.ts'

/**
 * `ChatMessagesOptions` say what stands before the question, where the task has no system text or turns of its own.
 *
 * @example
 * const options: ChatMessagesOptions = {
 *   system: 'Answer yes or no.',
 *   turns: [{ role: 'user', text: 'Is Rome in Italy?' }, { role: 'assistant', text: 'yes' }],
 * }
 */
export interface ChatMessagesOptions {
  /** Text of a system message. Default: none. */
  readonly system?: string
  /** Example turns, the user's and the assistant's in turn. */
  readonly turns?: readonly Turn[]
}

/**
 * Makes a format of chat messages: the prompt is the JSON of a list of `{ role, content }`, which chat endpoints and
 * chat models get as messages. The endpoint applies the model's own template. Rendering throws `UsageError` unless
 * turns alternate.
 *
 * @example
 * const format = chatMessages({ system: 'Answer yes or no.' })
 * JSON.parse(format.render('Is Oslo in Norway?')).map(({ role }: { role: string }) => role) // => ['system', 'user']
 */
export function chatMessages({ system, turns = [] }: ChatMessagesOptions = {}): PromptFormat {
  const renderChat = (chat: Chat): string => writeMessages(turnsOf({ turns, ...chat }), chat.system ?? system)
  return {
    name: NAME,
    messages: true,
    render: (question) => renderChat({ question }),
    renderTurns: (all) => writeMessages(all, system),
    renderChat,
  }
}

const NAME = 'chat-messages'

/** Writes the JSON of a system message, if there is one, and of turns. Throws `UsageError` unless turns alternate. */
export function writeMessages(turns: readonly Turn[], system?: string): string {
  checkTurns(NAME, turns)
  const first = system === undefined ? [] : [{ role: 'system', content: system }]
  return JSON.stringify([...first, ...turns.map(({ role, text }) => ({ role, content: text }))])
}
