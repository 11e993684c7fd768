/**
 * Simulates designs that were tried and not taken, see docs/decisions/0007: what they would save, and what they would cost.
 */
import type { Rule } from '../../src/core/sequential/index.ts'
import { ALPHA, LIMIT, oneClaim, type Scenario, type Unit } from './scenario.ts'
import { listed } from './streams.ts'

const CONTROL = 'The baseline as a control variate, claims about a dataset'
const WEIGHTED = 'More of the examples that the baseline flipped'

/** A dataset on which baseline and candidate are right so often, and so many answers differ, as many to each side. */
interface Pair {
  readonly size: number
  readonly accuracy: number
  readonly discordance: number
  readonly margin: number
  /** The difference of the candidate's mean from the baseline's. */
  readonly shift: number
}

/**
 * Simulates the claim that the mean of c − b over the dataset is at least −margin, on values c − βb + (β − 1)·(mean of b):
 * their mean is the same, since the baseline's is known, and their variance is least at the correlation of c and b.
 */
function withControl({ size, accuracy, discordance, margin, shift }: Pair, beta: number, words: string): Scenario {
  const [lost, gained] = [(discordance - shift) / 2, (discordance + shift) / 2].map((share) => Math.round(share * size))
  const right = Math.round(accuracy * size)
  const constant = ((beta - 1) * right) / size
  const counts = [
    [lost!, -beta],
    [gained!, 1],
    [right - lost!, 1 - beta],
    [size - right - gained!, 0],
  ] as const
  const values = counts.flatMap(([count, value]) => Array.from({ length: count }, () => value + constant))
  const rule: Rule = {
    range: [-beta + constant, 1 + constant],
    limit: -margin,
    sense: 'at least',
    alpha: ALPHA,
    claims: 1,
    datasetSize: size,
  }
  return oneClaim({
    section: CONTROL,
    name:
      `${size} examples, ${100 * accuracy}% right, ${100 * discordance}% discordant, margin ${100 * margin}, ` +
      `true ${(100 * (gained! - lost!)) / size}: ${words}`,
    runs: Math.round(1_000_000 / size),
    pool: size,
    grid: size,
    truth: (gained! - lost!) / size,
    rule,
    stream: (random) => {
      const order = Array.from({ length: size }, (_, at) => ({ at, key: random() })).toSorted((a, b) => a.key - b.key)
      return listed(
        values,
        order.map(({ at }) => at),
        1,
      )
    },
  })
}

const PAIRS: readonly Pair[] = [
  { size: 300, accuracy: 0.8, discordance: 0.1, margin: 0.02, shift: 0 },
  { size: 1000, accuracy: 0.8, discordance: 0.1, margin: 0.02, shift: 0 },
  { size: 1000, accuracy: 0.8, discordance: 0.1, margin: 0.02, shift: -0.024 },
  { size: 1000, accuracy: 0.6, discordance: 0.3, margin: 0.05, shift: 0 },
]

/** The share of examples on which the baseline flipped; those hold a given share of the candidate's flips. */
const STRATUM = 0.1
/**
 * The shares of the units that come from the stratum: as large as it is, half of the units, or as many as may cost a few
 * percent.
 */
const DRAWN = [STRATUM, 0.15, 0.5]

/**
 * Simulates the claim that at most 5% flip, with units drawn from the stratum more often than it is large and weighted by
 * the inverse, so that their mean is still the flip rate; the range grows to the largest weight.
 */
function weighted(rate: number, held: number, drawn: number): Scenario {
  const [inside, outside] = [STRATUM / drawn, (1 - STRATUM) / (1 - drawn)]
  const [often, seldom] = [(rate * held) / STRATUM, (rate * (1 - held)) / (1 - STRATUM)]
  return oneClaim({
    section: WEIGHTED,
    name:
      `true ${100 * rate}%, the stratum holds ${100 * held}% of the flips: ` +
      (drawn === STRATUM ? 'drawn evenly' : `${100 * drawn}% of the units from it`),
    runs: 2000,
    truth: rate,
    rule: { range: [0, Math.max(inside, outside)], limit: LIMIT, sense: 'at most', alpha: ALPHA, claims: 1, spans: [] },
    stream: (random) => {
      const unit: Unit = { least: 0, most: 0, calls: 2 }
      return () => {
        const within = random() < drawn
        unit.least = unit.most = random() < (within ? often : seldom) ? (within ? inside : outside) : 0
        return unit
      }
    },
  })
}

export const notTakenScenarios: readonly Scenario[] = [
  ...PAIRS.flatMap((pair) => {
    const variance = pair.accuracy * (1 - pair.accuracy)
    const correlation = 1 - pair.discordance / (2 * variance)
    return [
      withControl(pair, 1, 'the difference'),
      withControl(pair, correlation, `control variate, β = ${correlation.toFixed(2)}`),
    ]
  }),
  ...[0.6, 0.1].flatMap((held) => [0.02, 0.1].flatMap((rate) => DRAWN.map((drawn) => weighted(rate, held, drawn)))),
]
