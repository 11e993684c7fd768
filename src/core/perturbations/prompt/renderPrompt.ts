import type { PromptFormat, PromptParts, Turn } from '../../types/index.ts'
import { renderParts } from './renderParts.ts'

/**
 * The final prompt under a release's prompt format. The system text and earlier turns go where the format has a place
 * for them (turns only if they alternate and end with an answer); otherwise they are part of the one text, before the
 * question. Documents, tools and demonstrations always are.
 */
export function renderPrompt(parts: PromptParts, format: PromptFormat): string {
  const { system, turns } = parts
  const apart = turns.length > 0 && alternate(turns)
  const { renderChat, renderTurns } = format
  if (renderChat !== undefined && (system !== '' || apart)) {
    const question = renderParts({ ...parts, system: '', turns: apart ? [] : turns })
    return renderChat({ ...(system !== '' && { system }), ...(apart && { turns }), question })
  }
  if (renderTurns === undefined || !apart) return format.render(renderParts(parts))
  return renderTurns([...turns, { role: 'user', text: renderParts({ ...parts, turns: [] }) }])
}

function alternate(turns: readonly Turn[]): boolean {
  return turns.length % 2 === 0 && turns.every(({ role }, at) => role === (at % 2 === 0 ? 'user' : 'assistant'))
}
