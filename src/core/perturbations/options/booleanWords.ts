import { definePerturbation } from '../definePerturbation.ts'
import { renameIn } from './renameLabels.ts'

/** Both words are read as yes and no by the task. An instruction that names neither is left alone. */
export const booleanWords = definePerturbation({
  name: 'boolean-words',
  family: 'options',
  summary: 'A yes-or-no question is to be answered with true or false.',
  source: 'Verbalizer choice (Schick and Schütze, 2021)',
  touches: ['labels', 'instruction', 'system'],
  preserves: 'gold',
  propose: (parts) => {
    if (parts.labels !== null || !(parts.gold === 'yes' || parts.gold === 'no')) {
      return { notApplicable: 'no yes-or-no question' }
    }
    if (parts.shots > 0) return { notApplicable: 'the demonstrations say yes and no' }
    const words: readonly (readonly [string, string])[] = [
      ['yes', 'true'],
      ['no', 'false'],
    ]
    const edits = (['instruction', 'system'] as const).flatMap((part) =>
      words.flatMap(([before, after]) => renameIn(part, parts[part], before, after)),
    )
    if (edits.length === 0) return { notApplicable: 'the instruction names neither yes nor no' }
    return [{ kind: 'together', edits }]
  },
})
