import { answerClass, pairsOf, perExample, undefinedBecause } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_MANY_VARIANTS } from './metric.ts'

/** 1 − total variation distance of two examples’ answer shares, over all pairs of examples with the same gold answer. */
export const consistency = defineMetric({
  name: 'consistency',
  summary: 'how alike examples of one gold answer are answered over the variants',
  source: 'Errica et al., "What Did I Do Wrong?", arXiv 2406.12334',
  range: [0, 1],
  better: 'more',
  interval: { none: 'it is a mean over pairs of examples' },
  slices: OF_MANY_VARIANTS,
  compute: (cells, context) => {
    const byGold = Map.groupBy(perExample(cells), (example) => example[0]!.gold)
    const classes = [...byGold.values()].map((examples) =>
      examples.map((example) => shares(example.map((cell) => answerClass(cell, context)))),
    )
    const alike = classes.flatMap((members) => pairsOf(members).map(([a, b]) => 1 - distance(a, b)))
    if (alike.length === 0) return undefinedBecause('no two examples share a gold answer')
    return { value: mean(alike) }
  },
})

function shares(classes: readonly string[]): Map<string, number> {
  const counts = Map.groupBy(classes, (name) => name)
  return new Map([...counts].map(([name, members]) => [name, members.length / classes.length]))
}

/** Computes the total variation distance, in [0, 1]. */
function distance(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const names = new Set([...a.keys(), ...b.keys()])
  const sum = [...names].reduce((total, name) => total + Math.abs((a.get(name) ?? 0) - (b.get(name) ?? 0)), 0)
  return Math.min(1, sum / 2)
}
