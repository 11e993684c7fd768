import { chooseDraw, orderGroups } from '../../src/core/sampling/index.ts'
import { drawVariants } from '../../src/core/sampling/draw.ts'
import { seededRandom } from '../../src/core/statistics/index.ts'
import { countFlips, listed } from './streams.ts'
import { flipRule, LIMIT, oneClaim, POOL, VARIANTS, type Scenario } from './scenario.ts'

/**
 * The greatest share of the grid that the median may have where the truth is at least twice the limit, or at most half of
 * it.
 */
const MOST_OF_GRID = 0.015
const FAR = [0, 0.01, 0.02, 0.025, 0.1, 0.15, 0.2, 0.4]

const { m } = chooseDraw(VARIANTS - 1, 1)
const examples = Array.from({ length: POOL }, (_, at) => `example ${at}`)
const paraphrases = Array.from({ length: VARIANTS - 1 }, (_, at) => `paraphrase ${at}`)
const drawn = lazily(() =>
  examples.map((example) => drawVariants('task', example, paraphrases, m).map((name) => paraphrases.indexOf(name))),
)

/**
 * Makes the scenario of one grid of 2,717 examples and 24 paraphrases with flips correlated by 0.25, asked by the plan
 * itself: paraphrases as drawn for each example, examples in the order of each claim's seed. Flips of an example are laid
 * over its paraphrases at random.
 */
function gridScenario(rate: number, claims: number): Scenario {
  const values = lazily(() => {
    const random = seededRandom(17)
    return drawn().map((variants) => {
      let left = countFlips(paraphrases.length, rate, 0.25, random)
      const flips = paraphrases.map((_, at) => {
        const flipped = random() < left / (paraphrases.length - at)
        if (flipped) left--
        return flipped ? 1 : 0
      })
      return variants.reduce<number>((sum, variant) => sum + flips[variant]!, 0) / m
    })
  })
  return oneClaim({
    section: `The plan itself on 2,717 examples x 25 prompts, ${m} paraphrases each; the median share may be 1.5%`,
    name: `${100 * rate}% flip, K = ${claims}`,
    truth: rate,
    binary: rate,
    runs: 1000,
    mostOfGrid: MOST_OF_GRID,
    rule: { ...flipRule, claims },
    stream: (_, run) => {
      const order = orderGroups(examples, { seed: run, taskHash: 'task', candidate: 'v2' })
      return listed(
        values(),
        order.map((example) => Number(example.slice('example '.length))),
        m + 1,
      )
    },
  })
}

export const shareScenarios: readonly Scenario[] = [
  ...FAR.map((rate) => gridScenario(rate, 1)),
  ...FAR.filter((rate) => rate > LIMIT).map((rate) => gridScenario(rate, 20)),
]

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
