import type { Replacement } from '../../types/index.ts'
import { replace, type PerturbationKit } from '../kit.ts'

/** Words in another case, as many as the strength says, one edit each. */
export function recase(kit: PerturbationKit, change: (word: string) => string): readonly Replacement[] {
  const changed = kit.words().flatMap((word) => {
    const after = change(word.text)
    return after === word.text ? [] : [replace(word, after)]
  })
  return kit.some(changed)
}
