import { chooseDraw } from '../../src/core/sampling/index.ts'
import { percent } from './percent.ts'
import { documents, flips, withErrors } from './streams.ts'
import { LIMIT, oneClaim, type Scenario } from './scenario.ts'

/** The reference for the bets: median examples at a true rate, K = 1, seven paraphrases each, 5% limit. */
const REFERENCE = [
  [0, 90],
  [0.01, 123],
  [0.02, 182],
  [0.03, 321],
  [0.08, 159],
  [0.1, 61],
  [0.15, 21],
  [0.2, 9],
] as const

const reference = REFERENCE.map(([rate, median]) =>
  oneClaim({
    section: 'Reference: 7 paraphrases of each example, independent flips',
    name: `${percent(rate)} of answers flip`,
    truth: rate,
    binary: rate,
    reference: median,
    stream: (random) => flips(7, rate, 0, random),
  }),
)

/** Rates at the limit, just inside and just outside. */
const NEAR = [0.04, LIMIT, 0.06]
const planned = chooseDraw(24, 1).m

const variants = [
  { name: '1 variant', m: 1, rho: 0 },
  { name: `${planned} variants (as planned), correlated by 0.25`, m: planned, rho: 0.25 },
  { name: '24 variants, correlated by 0.6', m: 24, rho: 0.6 },
].flatMap(({ name, m, rho }) =>
  NEAR.map((rate) =>
    oneClaim({
      section: 'One and many variants, flip rate at most 5%',
      name: `${name}: ${percent(rate)} flip`,
      truth: rate,
      binary: rate,
      stream: (random) => flips(m, rate, rho, random),
    }),
  ),
)

const clustered = [0.03, LIMIT, 0.07].map((rate) =>
  oneClaim({
    section: 'Clustered examples: documents of 1 to 8, the unit is the document',
    name: `${percent(rate)} flip`,
    truth: rate,
    pool: 600,
    grid: 600 * 4.5 * 25,
    stream: (random) => documents(rate, random),
  }),
)

const errors = [0.03, LIMIT].map((rate) =>
  oneClaim({
    section: 'Cells that end in an error: 10% of flips, 0.5% of the rest',
    name: `${percent(rate)} flip`,
    truth: rate,
    stream: (random) => withErrors(rate, random),
  }),
)

/** Claims that a flip rate is at most 5%. */
export const flipRateScenarios: readonly Scenario[] = [...reference, ...variants, ...clustered, ...errors]
