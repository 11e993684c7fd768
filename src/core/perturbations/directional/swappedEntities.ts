import { definePerturbation } from '../definePerturbation.ts'

/** It applies where the task declares the relation in the other direction, and that is another label. */
export const swappedEntities = definePerturbation({
  name: 'swapped-entities',
  family: 'directional',
  summary: 'Head and tail of a relation trade places: the relation must be its inverse.',
  source: 'CheckList directional tests (Ribeiro et al., 2020); TextFlint for relation extraction (Wang et al., 2021)',
  touches: ['input', 'entities'],
  preserves: 'changes',
  propose: ({ input, inverses, gold }, kit) => {
    const { head, tail } = input
    if (head === undefined || tail === undefined) return { notApplicable: 'there is no head and tail' }
    if (inverses === null || gold === null || !Object.hasOwn(inverses, gold)) {
      return { notApplicable: `no inverse of ${gold ?? 'the gold label'} is declared` }
    }
    const after = inverses[gold] ?? gold
    if (after === gold) return { notApplicable: `${gold} holds in both directions` }
    return [
      {
        kind: 'together',
        edits: [
          kit.replace({ part: 'input/head', start: 0, end: head.length, text: head }, tail),
          kit.replace({ part: 'input/tail', start: 0, end: tail.length, text: tail }, head),
          { kind: 'gold', before: gold, after },
        ],
      },
    ]
  },
})
