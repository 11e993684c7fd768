import { saying, type Entry } from './entry.ts'

/** One key under which files hold different answers. */
export interface Conflict {
  readonly key: string
  readonly release: string
  /** What the differing lines say, the one that is used first. */
  readonly says: readonly string[]
}

/** The conflict among entries of one key that differ, or `null` if there is one only. */
export function conflictAmong(rivals: readonly Entry[]): Conflict | null {
  const [first] = rivals
  if (first === undefined || rivals.length < 2) return null
  return { key: first.key, release: first.release, says: rivals.map(({ answer }) => saying(answer)) }
}
