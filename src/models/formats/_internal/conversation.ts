import { UsageError, type Chat, type PromptFormat, type Turn } from '../../../core/types/index.ts'

/** The style in which a conversation is written. */
export interface ConversationStyle {
  readonly name: string
  readonly system: string
  /** True if the model was tuned on exactly this `system`, so that no other text may take its place. */
  readonly fixedSystem?: true
  readonly user: string
  readonly assistant: string
  /** Between a user's turn and the assistant's, and after the system text. */
  readonly separator: string
  /** After an assistant's turn. */
  readonly end: string
  readonly stop?: readonly string[]
}

/** Makes a format of named turns: `role: text`, and `role:` without a blank where the model goes on. */
export function conversation(style: ConversationStyle): PromptFormat {
  const { name, system, user, assistant, separator, end, stop } = style
  function write(turns: readonly Turn[], before: string): string {
    checkTurns(name, turns)
    const written = turns.map(({ role, text }) =>
      role === 'user' ? `${user}: ${text}${separator}` : `${assistant}: ${text}${end}`,
    )
    return `${before}${separator}${written.join('')}${assistant}:`
  }
  const renderChat = (chat: Chat): string => write(turnsOf(chat), chat.system ?? system)
  return {
    name,
    render: (question) => renderChat({ question }),
    renderTurns: (turns) => write(turns, system),
    ...(style.fixedSystem ? {} : { renderChat }),
    ...(stop === undefined ? {} : { stop }),
  }
}

/** Returns a chat's turns with the question as the last one. */
export function turnsOf({ turns = [], question }: Chat): readonly Turn[] {
  return [...turns, { role: 'user', text: question }]
}

/** Throws `UsageError` unless turns alternate, beginning and ending with the user's. */
export function checkTurns(name: string, turns: readonly Turn[]): void {
  const wrong = turns.findIndex(({ role }, index) => role !== (index % 2 === 0 ? 'user' : 'assistant'))
  if (wrong === -1 && turns.length % 2 === 1) return
  throw new UsageError(
    `${name}: turns alternate, beginning and ending with the user's; ` +
      (wrong === -1 ? `these end with the assistant's` : `turn ${wrong + 1} is the ${turns[wrong]?.role}'s`),
  )
}
