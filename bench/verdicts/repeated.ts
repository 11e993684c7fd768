import { attemptAlpha } from '../../src/core/gate/index.ts'
import { FORBIDDEN } from './forbidden.ts'
import { listed } from './streams.ts'
import { ALPHA, flipRule, LIMIT, onPool, type Scenario, type Stream } from './scenario.ts'

const ATTEMPTS = 10
/** The display share of a pool, as `displayShare` takes it. */
const DISPLAY = 0.1
/** The number of failing examples that one report shows. */
const SHOWN = 3

const SECTION = `A release that never changes, gated up to ${ATTEMPTS} times until one gate passes`
const GROWTH = 'A pool that grows from 200 examples by 20, gated each time, up to eleven times'

/** Draws a pool of answers, each wrong with chance `rate`, that later attempts meet again in other orders. */
function poolOf(size: number, rate: number, random: () => number): Float64Array {
  return Float64Array.from({ length: size }, () => (random() < rate ? 1 : 0))
}

/** Returns numbers below `size` in a random order (Fisher and Yates). */
function shuffled(size: number, random: () => number): number[] {
  const order = Array.from({ length: size }, (_, at) => at)
  for (let last = size - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const held = order[last]!
    order[last] = order[other]!
    order[other] = held
  }
  return order
}

/**
 * Simulates attempts on one pool: `left` says which of it an attempt meets, given what the attempts before it were asked.
 * Where the share that decides is fixed, its size is known before any answer, and then a part of the capital bets on its
 * end.
 */
function repeated(
  own: Partial<Scenario> & { readonly name: string; readonly pool: number },
  rate: number,
  left: (values: Float64Array, asked: readonly (readonly number[])[], order: readonly number[]) => readonly number[],
  alphaOf: (attempt: number) => number = (attempt) => attemptAlpha(ALPHA, attempt),
): Scenario {
  const rule =
    left === displayHeldOut
      ? onPool(flipRule, own.pool - Math.ceil(DISPLAY * own.pool))
      : left === everything
        ? onPool(flipRule, own.pool)
        : flipRule
  return {
    section: SECTION,
    runs: 4000,
    claims: ATTEMPTS,
    gate: 'attempts',
    rule: (claim) => ({ ...rule, alpha: alphaOf(claim + 1) }),
    truth: () => rate,
    grid: own.pool * 25,
    alpha: ALPHA,
    begin: (random) => {
      const values = poolOf(own.pool, rate, random)
      const asked: number[][] = []
      return Array.from({ length: ATTEMPTS }, () => {
        let order: readonly number[] | undefined
        let stream: Stream | undefined
        const taken: number[] = []
        return () => {
          if (order === undefined) {
            order = left(values, asked, shuffled(own.pool, random))
            asked.push(taken)
            stream = listed(values, order, 2)
          }
          const unit = stream!()
          if (unit !== null) taken.push(order[taken.length]!)
          return unit
        }
      })
    },
    ...own,
  }
}

/** Leaves out the first tenth, which never decides: chance numbered the pool, so it stands for a share by hash. */
const displayHeldOut = (values: Float64Array, _: unknown, order: readonly number[]) =>
  order.filter((at) => at >= Math.ceil(DISPLAY * values.length))

/** Follows the rule of 0.1: the failing examples that a report showed leave the pool, and they are all failures. */
const shownLeave = (values: Float64Array, asked: readonly (readonly number[])[], order: readonly number[]) => {
  const shown = new Set(asked.flatMap((units) => units.filter((at) => values[at] === 1).slice(0, SHOWN)))
  return order.filter((at) => !shown.has(at))
}

/** Follows the alternative to a display share: all that was evidence leaves, whatever it answered. */
const evidenceLeaves = (_: Float64Array, asked: readonly (readonly number[])[], order: readonly number[]) => {
  const spent = new Set(asked.flat())
  return order.filter((at) => !spent.has(at))
}

const everything = (_: Float64Array, __: unknown, order: readonly number[]) => order

/** A scenario of eleven gates whose pools are each dealt again over all examples that exist. */
const dealtAnew: Scenario = {
  ...repeated({ name: '', pool: 400 }, LIMIT, everything, () => ALPHA),
  section: FORBIDDEN,
  name: 'a pool that grows from 200 by 20, dealt anew at each of eleven gates, at the limit',
  claims: 11,
  rule: (gate) => onPool(flipRule, 200 + 20 * gate),
  forbidden: true,
  begin: (random) => {
    const values = poolOf(400, LIMIT, random)
    return Array.from({ length: 11 }, (_, gate) => listed(values, shuffled(200 + 20 * gate, random), 2))
  },
}

/** The generations of 200 examples and ten times 20 more: each bets on its own end. */
const GENERATIONS = Array.from({ length: 11 }, (_, at) => ({ start: at === 0 ? 0 : 180 + 20 * at, end: 200 + 20 * at }))

/** Makes a scenario of one stream: earlier examples keep their places, and what is added comes after them. */
function grown(name: string, rate: number, own: Partial<Scenario>, added: (random: () => number) => number): Scenario {
  return {
    section: GROWTH,
    name,
    runs: 10_000,
    claims: 1,
    gate: 'all',
    rule: () => ({ ...flipRule, spans: GENERATIONS }),
    truth: () => rate,
    pool: 400,
    grid: 400 * 25,
    alpha: ALPHA,
    begin: (random) => {
      const first = poolOf(200, rate, random)
      const values = Float64Array.from({ length: 400 }, (_, at) => first[at] ?? added(random))
      return [listed(values, Array.from(values.keys()), 2)]
    },
    ...own,
  }
}

const wrong = (rate: number) => (random: () => number) => (random() < rate ? 1 : 0)

/** Scenarios of what teams do: gating again, adding examples, trying seeds. */
export const repeatedScenarios: readonly Scenario[] = [
  repeated({ name: 'a display share is held out (300 examples, 6% wrong)', pool: 300 }, 0.06, displayHeldOut),
  repeated({ name: 'a display share is held out (400 examples, 7% wrong)', pool: 400 }, 0.07, displayHeldOut),
  repeated({ name: 'a display share is held out (300 examples, at the limit)', pool: 300 }, LIMIT, displayHeldOut),
  repeated({ name: 'all evidence leaves instead (300 examples, 6% wrong)', pool: 300 }, 0.06, evidenceLeaves),
  repeated({ name: 'all evidence leaves instead (300 examples, at the limit)', pool: 300 }, LIMIT, evidenceLeaves),
  repeated({ name: 'a display share is held out; mended to 1% (300 examples)', pool: 300 }, 0.01, displayHeldOut),
  repeated({ name: 'all evidence leaves instead; mended to 1% (300 examples)', pool: 300 }, 0.01, evidenceLeaves),
  grown('the order is kept, additions come last, at the limit', LIMIT, {}, wrong(LIMIT)),
  grown('the order is kept, additions come last, 6% wrong', 0.06, {}, wrong(0.06)),
  repeated(
    {
      section: FORBIDDEN,
      name: 'shown counterexamples leave the pool (0.1), ten attempts at 6α/(π²k²), 300 examples, 6% wrong',
      pool: 300,
      forbidden: true,
    },
    0.06,
    shownLeave,
  ),
  repeated(
    {
      section: FORBIDDEN,
      name: 'ten seeds at the full α until one passes, 300 examples, at the limit',
      pool: 300,
      forbidden: true,
    },
    LIMIT,
    everything,
    () => ALPHA,
  ),
  dealtAnew,
  grown(
    'additions chosen after looking: only what the candidate answers right',
    0.06,
    { section: FORBIDDEN, forbidden: true, runs: 4000 },
    () => 0,
  ),
]
