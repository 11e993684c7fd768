import type { PromptFormat, Turn } from '../../core/types/index.ts'
import { writeMessages } from './chatMessages.ts'
import { turnsOf } from './_internal/conversation.ts'
import { plain } from './plain.ts'

/** A message as chat endpoints and chat models take it. */
export interface ChatMessage {
  readonly role: Turn['role'] | 'system'
  readonly content: string
}

/**
 * The format of chat endpoints and chat models where none is named: the question as one user's message, and a task's
 * system text and earlier turns as messages of their own. Without these the prompt is the question itself, and so its
 * name and key are those of `plain`; with them it is the JSON of the messages. `messagesOf` distinguishes the two: a
 * question that is such JSON itself becomes a message too, so that no text of a dataset is taken for messages.
 */
export const chatDefault: PromptFormat = {
  name: plain.name,
  render,
  renderChat(chat) {
    const alone = chat.system === undefined && chat.turns === undefined
    return alone ? render(chat.question) : writeMessages(turnsOf(chat), chat.system)
  },
}

function render(question: string): string {
  return messagesIn(question) === null ? question : writeMessages(turnsOf({ question }))
}

/** Returns the messages that a prompt of this format sends to an endpoint that takes messages. */
export function messagesSent(format: PromptFormat, prompt: string): readonly ChatMessage[] {
  if (format.messages) return JSON.parse(prompt) as ChatMessage[]
  return format === chatDefault ? messagesOf(prompt) : [{ role: 'user', content: prompt }]
}

/** Returns the messages that a prompt of `chatDefault` sends. */
export function messagesOf(prompt: string): readonly ChatMessage[] {
  return messagesIn(prompt) ?? [{ role: 'user', content: prompt }]
}

/** Reads the messages of a text that is the JSON of nothing but messages; `null` for any other text. */
export function messagesIn(text: string): readonly ChatMessage[] | null {
  if (!text.startsWith('[')) return null
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.length > 0 && list.every(isMessage) ? list : null
  } catch {
    return null
  }
}

const ROLES: ReadonlySet<unknown> = new Set(['system', 'user', 'assistant'])

function isMessage(item: unknown): item is ChatMessage {
  if (typeof item !== 'object' || item === null) return false
  const { role, content, ...rest } = item as Readonly<Record<string, unknown>>
  return ROLES.has(role) && typeof content === 'string' && Object.keys(rest).length === 0
}
