import { VARIABLES } from '../environment/index.ts'
import { firstTrials, pairsOf, perExample, undefinedBecause } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'
import { OF_SEVERAL_VARIANTS } from './metric.ts'

/**
 * The figure is in nats per token: |ln P(answer of j given prompt i) − ln P(answer of j given prompt j)| / length of the
 * answer, the mean over all i ≠ j of an example, and over examples. An answer is its text, word for word. Cells that came
 * without a text are left out.
 */
export const posix = defineMetric({
  name: 'POSIX',
  summary: 'mean change per token of an answer’s log-probability when the prompt is reworded',
  source: 'Chatterjee et al., POSIX, Findings of EMNLP 2024, arXiv 2410.02185',
  range: [0, Infinity],
  better: 'less',
  interval: { meanOver: 'examples' },
  slices: OF_SEVERAL_VARIANTS,
  compared: { slices: ['task'], place: 8 },
  unsuited: ({ logProbabilities }) =>
    logProbabilities === false
      ? 'this release does not tell log-probabilities; openAICompletions with choices does'
      : null,
  compute: (cells, { logProbability }) => {
    if (!logProbability) return undefinedBecause('the observations hold no log-probabilities')
    const said = cells.filter(({ raw }) => raw !== null)
    const silent = said.filter((cell) => logProbability(cell, cell) === null).length
    if (silent > 0) {
      const some = `${silent} of ${said.length} answers hold no log-probabilities`
      return undefinedBecause(`${some}, as earlier versions stored them: ask again with ${VARIABLES.store}=refresh`)
    }
    const values: number[] = []
    for (const example of perExample(said)) {
      const pairs = pairsOf(firstTrials(example)).flatMap(([a, b]) => [[a, b] as const, [b, a] as const])
      const changes = pairs.map(([asked, answer]) => {
        const [under, own] = [logProbability(asked, answer), logProbability(answer, answer)]
        return under && own && own.tokens > 0 ? Math.abs(under.total - own.total) / own.tokens : null
      })
      if (changes.includes(null)) return undefinedBecause('some prompts tell no log-probability of the others’ answers')
      if (changes.length > 0) values.push(mean(changes.filter((change) => change !== null)))
    }
    return values.length === 0
      ? undefinedBecause('no example was answered under two variants')
      : { value: mean(values) }
  },
})
