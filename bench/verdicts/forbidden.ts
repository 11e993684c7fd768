import { countFlips } from './streams.ts'
import { LIMIT, oneClaim, type Scenario } from './scenario.ts'

/** Runs that break a rule of the design, to show that the simulation would notice. */
export const FORBIDDEN = 'Forbidden by the design, shown to be caught'

/** A scenario that shows the reason for the unit: the variants of one example are entered as if they were independent. */
const pooled = oneClaim({
  section: FORBIDDEN,
  name: 'variants of one example entered as units (24, correlated by 0.6), at the limit',
  truth: LIMIT,
  forbidden: true,
  pool: 24 * 300,
  grid: 300 * 25,
  stream: (random) => {
    const unit = { least: 0, most: 0, calls: 1 }
    let [at, flipped] = [0, 0]
    return () => {
      if (at % 24 === 0) flipped = countFlips(24, LIMIT, 0.6, random)
      unit.least = unit.most = at++ % 24 < flipped ? 1 : 0
      return unit
    }
  },
})

const AT_ONCE = 128

/**
 * A scenario in which evidence enters as it arrives: quick answers are no random sample, since answers that flip take three
 * times as long.
 */
const asCompleted = oneClaim({
  section: FORBIDDEN,
  name: `evidence in order of completion, ${AT_ONCE} calls at once, flips three times as slow, at the limit`,
  truth: LIMIT,
  forbidden: true,
  pool: 600,
  grid: 600 * 25,
  stream: (random) => {
    const unit = { least: 0, most: 0, calls: 2 }
    const ask = (now: number) => {
      const flipped = random() < LIMIT
      return { flipped, done: now + (flipped ? 3 : 1) * (0.8 + 0.4 * random()) }
    }
    const asked = Array.from({ length: AT_ONCE }, () => ask(0))
    return () => {
      const first = asked.reduce((best, { done }, at) => (done < asked[best]!.done ? at : best), 0)
      const { flipped, done } = asked[first]!
      asked[first] = ask(done)
      unit.least = unit.most = flipped ? 1 : 0
      return unit
    }
  },
})

export const forbiddenScenarios: readonly Scenario[] = [pooled, asCompleted]
