import { definePerturbation } from '../definePerturbation.ts'
import { sayLast } from '../_internal/addSentence.ts'

/** The mapping is stated, and is the same whatever the gold: each label stands for the one before it, in a circle. */
export const oppositeLabels = definePerturbation({
  name: 'opposite-labels',
  family: 'directional',
  summary: 'The labels are to be used for each other ("say no for yes"): the answer must change with them.',
  source: 'Flipped labels (Wei et al., 2023: larger language models do in-context learning differently)',
  touches: ['instruction'],
  preserves: 'changes',
  propose: (parts, kit) => {
    const { gold, labels } = parts
    if (parts.shots > 0) return { notApplicable: 'the demonstrations show the usual labels' }
    const names = labels ?? (gold === 'yes' || gold === 'no' ? { yes: 'yes', no: 'no' } : {})
    const ids = kit.shuffled(Object.keys(names))
    const at = gold === null ? -1 : ids.indexOf(gold)
    if (ids.length < 2 || at < 0) return { notApplicable: 'the task has no labels to exchange' }
    const next = (index: number): string => ids[(index + 1) % ids.length] ?? ''
    const rules = ids.map((id, index) => `"${wordsOf(next(index))}" where it is "${wordsOf(id)}"`)
    return [
      {
        kind: 'together',
        edits: [
          sayLast(parts, `The names are exchanged: write ${rules.join(', ')}.`),
          { kind: 'gold', before: gold, after: next(at) },
        ],
      },
    ]

    function wordsOf(id: string): string {
      return (names as Readonly<Record<string, string>>)[id] ?? id
    }
  },
})
