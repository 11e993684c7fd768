import { firstTrials, pairsOf, perExample, undefinedBecause } from './cells.ts'
import { mean } from './formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** In nats per token: |ln P(answer of j given prompt i) − ln P(answer of j given prompt j)| / length, over all i ≠ j. */
export const posix = defineMetric({
  name: 'POSIX',
  summary: 'mean change per token of an answer’s log-probability when the prompt is reworded',
  source: 'Chatterjee et al., POSIX, Findings of EMNLP 2024, arXiv 2410.02185',
  range: [0, Infinity],
  compute: (cells, { logProbability }) => {
    if (!logProbability) return undefinedBecause('the observations hold no log-probabilities')
    const values: number[] = []
    for (const example of perExample(cells)) {
      const pairs = pairsOf(firstTrials(example)).flatMap(([a, b]) => [[a, b] as const, [b, a] as const])
      const changes = pairs.map(([asked, answer]) => {
        const [under, own] = [logProbability(asked, answer), logProbability(answer, answer)]
        return under && own && own.tokens > 0 ? Math.abs(under.total - own.total) / own.tokens : null
      })
      if (changes.includes(null)) return undefinedBecause('some log-probabilities are missing')
      if (changes.length > 0) values.push(mean(changes.filter((change) => change !== null)))
    }
    return values.length === 0 ? undefinedBecause('no example was asked under two variants') : { value: mean(values) }
  },
})
