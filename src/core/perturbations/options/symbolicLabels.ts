import { definePerturbation } from '../definePerturbation.ts'
import { sayLast } from '../_internal/addSentence.ts'
import { renameLabel } from './renameLabels.ts'

/** A legend says which symbol means what; the gold label stays the same one. */
export const symbolicLabels = definePerturbation({
  name: 'symbolic-labels',
  family: 'options',
  summary: 'The labels are renamed to symbols that mean nothing by themselves ("L1"), with a legend.',
  source: 'Symbol tuning (Wei et al., 2023); semantically unrelated labels (Wei et al., 2023b)',
  touches: ['labels', 'instruction', 'system'],
  preserves: 'gold',
  propose: (parts, kit) => {
    const { labels } = parts
    if (labels === null) return { notApplicable: 'the task has no labels' }
    const start = 1 + Math.floor(kit.random() * 9)
    const symbols = kit.shuffled(Object.keys(labels)).map((id, index) => [id, `L${start + index}`] as const)
    const legend = symbols
      .toSorted(([, a], [, b]) => Number(a.slice(1)) - Number(b.slice(1)))
      .map(([id, symbol]) => `${symbol} means "${labels[id]}"`)
    const edits = [
      ...symbols.flatMap(([id, symbol]) => renameLabel(parts, id, symbol)),
      sayLast(parts, `Answer with a symbol: ${legend.join('; ')}.`),
    ]
    return [{ kind: 'together', edits }]
  },
})
