import type { Turn, Together } from '../../types/index.ts'
import { definePerturbation } from '../definePerturbation.ts'

/** Whole exchanges, a user's turn with its answer; applies to conversations with two of them or more before the question. */
export const turnOrder = definePerturbation({
  name: 'turn-order',
  family: 'context',
  summary: 'Two earlier exchanges of the conversation trade places.',
  source: 'Multi-turn robustness (Laban et al., 2025); LAUG (Liu et al., 2021)',
  touches: ['turns'],
  preserves: 'usually',
  propose: ({ turns }, kit) => {
    const starts = exchanges(turns)
    if (starts.length < 2) return { notApplicable: 'there are no two earlier exchanges' }
    const pairs = Array.from({ length: Math.floor(starts.length / 2) }, (_, index) =>
      starts.slice(2 * index, 2 * index + 2),
    )
    return kit.some(pairs).map(([a = 0, b = 0]): Together => ({
      kind: 'together',
      edits: [
        { kind: 'swap', list: 'turns', i: a, j: b },
        { kind: 'swap', list: 'turns', i: a + 1, j: b + 1 },
      ],
    }))
  },
})

/** Returns the indexes of user's turns that an assistant's turn follows. */
function exchanges(turns: readonly Turn[]): readonly number[] {
  return turns.flatMap(({ role }, at) => (role === 'user' && turns[at + 1]?.role === 'assistant' ? [at] : []))
}
