import type { PromptFormat, PromptParts } from '../../words/index.ts'
import { renderParts } from './renderParts.ts'

/**
 * The final prompt under a release's prompt format. Earlier turns become turns of the format where it knows them, and
 * alternate, and end with an answer; otherwise they are part of the one text.
 */
export function renderPrompt(parts: PromptParts, format: PromptFormat): string {
  const { turns } = parts
  const alternate =
    turns.length % 2 === 0 && turns.every(({ role }, at) => role === (at % 2 === 0 ? 'user' : 'assistant'))
  if (format.renderTurns === undefined || turns.length === 0 || !alternate) return format.render(renderParts(parts))
  return format.renderTurns([...turns, { role: 'user', text: renderParts({ ...parts, turns: [] }) }])
}
