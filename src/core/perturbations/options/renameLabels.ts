import type { PromptParts, Replacement } from '../../types/index.ts'
import { escapePattern } from '../../text/index.ts'
import { replace } from '../_internal/kit.ts'
import { pathOf } from '../_internal/paths.ts'

/** Replaces label words by others, wherever the template, the system message or the list writes them. */
export function renameLabel(parts: PromptParts, id: string, after: string): readonly Replacement[] {
  const before = parts.labels?.[id] ?? ''
  const own = { part: pathOf('labels', id), start: 0, end: before.length, text: before }
  return [
    replace(own, after),
    ...(['instruction', 'system'] as const).flatMap((part) => renameIn(part, parts[part], before, after)),
  ]
}

/** Renames whole words of a text, and leaves a placeholder's name alone. */
export function renameIn(part: string, text: string, before: string, after: string): readonly Replacement[] {
  if (before === '') return []
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_{])${escapePattern(before)}(?![\\p{L}\\p{N}_}])`, 'giu')
  return [...text.matchAll(pattern)].map(({ index, 0: found }) =>
    replace({ part, start: index, end: index + found.length, text: found }, after),
  )
}
