import type { TaskKind } from '../types/index.ts'
import { fold } from './reading/index.ts'

/** Says what is wrong with a label set for a kind, or `null`. Two labels must never be readable as each other. */
export function checkLabels(kind: TaskKind, labels: Readonly<Record<string, string>> | null): string | null {
  if (!kind.hasLabels) return labels === null ? null : `${kind.kind} takes no labels: remove them`
  if (labels === null) return `${kind.kind} needs "labels": label id -> label words`
  const entries = Object.entries(labels)
  if (entries.length < 2)
    return `${kind.kind} needs at least 2 labels, there ${entries.length === 1 ? 'is 1' : 'are 0'}`
  const owner = new Map<string, string>()
  for (const [id, words] of entries) {
    for (const phrase of [id, words]) {
      const key = fold(phrase)
      if (key === '') return `label ${JSON.stringify(id)} has no words`
      const other = owner.get(key)
      if (other !== undefined && other !== id) {
        return `labels ${JSON.stringify(other)} and ${JSON.stringify(id)} can't be told apart: both are named ${JSON.stringify(phrase)}`
      }
      owner.set(key, id)
    }
  }
  return null
}
