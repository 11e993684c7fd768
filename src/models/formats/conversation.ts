import { UsageError, type PromptFormat, type Turn } from '../../core/words/index.ts'

/** How a conversation is written out. */
export interface ConversationStyle {
  readonly name: string
  readonly system: string
  readonly user: string
  readonly assistant: string
  /** Between a user's turn and the assistant's, and after the system text. */
  readonly separator: string
  /** After an assistant's turn. */
  readonly end: string
  readonly stop?: readonly string[]
}

/** A format of named turns: `role: text`, and `role:` without a blank where the model goes on. */
export function conversation(style: ConversationStyle): PromptFormat {
  const { name, system, user, assistant, separator, end, stop } = style
  function renderTurns(turns: readonly Turn[]): string {
    checkTurns(name, turns)
    const written = turns.map(({ role, text }) =>
      role === 'user' ? `${user}: ${text}${separator}` : `${assistant}: ${text}${end}`,
    )
    return `${system}${separator}${written.join('')}${assistant}:`
  }
  return {
    name,
    render: (question) => renderTurns([{ role: 'user', text: question }]),
    renderTurns,
    ...(stop === undefined ? {} : { stop }),
  }
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
