import { sha256 } from '../../core/hash/index.ts'

/** The group of examples that share a text (a passage, a sentence): the first 12 hex digits of its sha256. */
export function contentGroup(text: string): string {
  return sha256(text).slice(0, 12)
}
