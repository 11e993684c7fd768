import { expect, test, vi } from 'vitest'
import { decide } from '../../engine/index.ts'
import { fakeDeps, observe, WORDINGS } from '../../engine/fakes.testing.ts'
import type { DecideDeps } from '../../engine/ports.ts'
import { seededRandom } from '../statistics/index.ts'
import type { Cell } from '../types/index.ts'
import { assumedAnswers } from './_internal/assumed.ts'
import { written, type WrittenClaim } from './kinds.testing.ts'
import { armsRun } from './_internal/armsRun.ts'
import type { ArmsAssumption } from './_internal/armAssumptions.ts'
import { raceVerdict, startRace, stepRace } from '../sequential/index.ts'
import fc from 'fast-check'
import { effortOf, simulateClaim } from './simulateClaim.ts'

vi.setConfig({ testTimeout: 120_000 }) // hundreds of claims decided by the real loop, on a machine that may be busy

type Elsewhere = Parameters<DecideDeps['ask']>[3]

/** Whether a cell is right. */
type Right = (cell: Cell, elsewhere: Elsewhere) => boolean

interface Case {
  readonly about: string
  readonly claim: WrittenClaim
  /** Which line of the table the answers follow. */
  readonly words: RegExp
  readonly pool: number
  readonly cellsOfUnit: number
  /** New answers for each run, made without any of the code that plans. */
  readonly answers: (random: () => number) => Right
  readonly part?: (random: () => number) => Partial<DecideDeps>
}

/** Each example has answers of its own: with the chance 0.25 the same draw decides about all variants, else each its own. */
function correlated(random: () => number, chance: (name: string) => number): Right {
  const known = new Map<string, { readonly common: number | null; readonly own: Map<string, boolean> }>()
  return ({ example, variant }, elsewhere) => {
    const name = elsewhere?.release ?? variant
    const unit = known.get(example) ?? { common: random() < 0.25 ? random() : null, own: new Map<string, boolean>() }
    known.set(example, unit)
    const right = unit.own.get(name) ?? (unit.common ?? random()) < chance(name)
    unit.own.set(name, right)
    return right
  }
}

/** A flip under every rewording of an example, at this rate. */
function flips(random: () => number, rate: number): Right {
  const known = new Map<string, boolean>()
  return ({ example, variant }) => {
    const flipped = known.get(example) ?? random() < rate
    known.set(example, flipped)
    return variant === 'w0' || !flipped
  }
}

const LADDER: Readonly<Record<string, number>> = { s: 0.3, m: 0.5, l: 0.7 }

const CASES: readonly Case[] = [
  {
    about: 'the worst of 8 instructions',
    claim: written('toStayAbove', { worstInstruction: 0.8 }, 150),
    words: /^each accuracy is 0.9$/,
    pool: 150,
    cellsOfUnit: 8,
    answers: (random) => correlated(random, () => 0.9),
  },
  {
    about: 'not: the worst of 4 instructions',
    claim: written('toStayAbove', { worstInstruction: 0.5 }, 60, { negated: true, instructions: 4 }),
    words: /^each accuracy is 0.375$/,
    pool: 60,
    cellsOfUnit: 4,
    answers: (random) => correlated(random, () => 0.375),
  },
  {
    about: 'the spread of 4 instructions',
    claim: written('toScoreAlikeAcrossInstructions', { maxSpread: 0.2 }, 60, { instructions: 4 }),
    words: /^no difference in accuracy, 20% of sources differ$/,
    pool: 60,
    cellsOfUnit: 4,
    // 2p(1 − p) of pairs with draws of their own differ: 0.2 / 0.75 of them.
    answers: (random) => correlated(random, () => 0.8416),
  },
  {
    about: 'three releases',
    claim: written('toImproveWithScale', { releases: ['s', 'm', 'l'] }, 80),
    words: /^each gain in accuracy is 0.2$/,
    pool: 80,
    cellsOfUnit: 3,
    answers: (random) => correlated(random, (release) => LADDER[release]!),
  },
  {
    about: 'two tasks',
    claim: written('toBeAsRobustOn', { by: 0.15 }, 60),
    words: /^0.2 on both tasks$/,
    pool: 60,
    cellsOfUnit: 6,
    answers: (random) => flips(random, 0.2),
  },
  {
    about: 'robust accuracy',
    claim: written('toStayAbove', { robustAccuracy: 0.8 }, 80),
    words: /^the truth is 0.9$/,
    pool: 80,
    cellsOfUnit: 8,
    answers(random) {
      const wrong = new Map<string, string | null>()
      return ({ example, variant }) => {
        if (!wrong.has(example)) wrong.set(example, random() < 0.1 ? WORDINGS[Math.floor(8 * random())]! : null)
        return wrong.get(example) !== variant
      }
    },
  },
  {
    about: 'instructions in general',
    claim: written('toStayAbove', { accuracy: 0.45, population: 'instructions' }, 8),
    words: /^the truth is 0.725$/,
    pool: 8,
    cellsOfUnit: 20,
    answers: (random) => () => random() < 0.725,
    part: () => ({
      byTemplate: {
        order: WORDINGS,
        groups: new Map(WORDINGS.map((id, at) => [id, Array.from({ length: 20 }, (_, k) => `e${20 * at + k}`)])),
      },
    }),
  },
  {
    about: 'a dataset of which a part may be asked',
    claim: written('toStayAbove', { accuracy: 0.8, population: 'dataset' }, 150, { instructions: 2 }),
    words: /^the truth is 0.9$/,
    pool: 60,
    cellsOfUnit: 2,
    answers:
      () =>
      ({ example }) =>
        Number(example.slice(1)) >= 15, // exactly 15 of 150 are wrong
    part: (random) => ({
      maxCells: 120,
      order: Array.from({ length: 150 }, (_, at) => ({ group: `g${at}`, by: random() }))
        .toSorted((a, b) => a.by - b.by)
        .map(({ group }) => group),
    }),
  },
]

test.each(CASES)('chances of $about agree with the real loop within their error', async (one) => {
  const { spec, kind, rule, task, other } = one.claim
  const { table } = assumedAnswers({
    spec,
    kind,
    rule,
    pool: one.pool,
    ...(spec.population === 'instructions' && { examplesEach: one.cellsOfUnit }),
    observed: { own: [], other: [], from: '' },
  })
  const assumption = table.find(({ words }) => one.words.test(words))!
  const whole = rule.datasetSize ?? one.pool
  const planned = simulateClaim(rule, assumption, one.pool, effortOf(assumption, true), whole)
  const random = seededRandom(11)
  const ends = { pass: 0, fail: 0, inconclusive: 0 }
  const times = 150
  let [units, cells] = [0, 0]
  for (let run = 0; run < times; run++) {
    const right = one.answers(random)
    const ask: DecideDeps['ask'] = async (_, cell, _signal, elsewhere) => {
      const seen = observe(cell, right(cell, elsewhere) ? 'yes' : 'no', 'answered', elsewhere?.release ?? 'v2')
      return elsewhere?.task === undefined ? seen : { ...seen, task: elsewhere.task }
    }
    const second = other && { other: { task: other, order: other.examples.map(({ group }) => group) } }
    const { result } = await decide(
      spec,
      fakeDeps(ask, 1, { task, kind, concurrency: 64, ...second, ...one.part?.(random) }),
    )
    ends[result.verdict as 'pass'] += 1
    units += result.units
    cells += result.cells
  }
  for (const end of ['pass', 'fail', 'inconclusive'] as const) {
    const error = Math.hypot(planned.error, Math.sqrt(0.25 / times))
    expect(Math.abs(planned[end] - ends[end] / times)).toBeLessThan(4 * error)
  }
  expect(Math.abs(units / times / planned.units.mean - 1)).toBeLessThan(0.1)
  expect(Math.abs(cells / times / one.cellsOfUnit / planned.worth - 1)).toBeLessThan(0.1)
  // The case says something: no verdict is certain.
  expect(planned.inconclusive).toBeGreaterThan(0.05)
  expect(planned.inconclusive).toBeLessThan(0.95)
})

test('arms are only counted, and yet decided at the very unit at which the race decides them', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      fc.constantFrom<readonly number[]>([0, 1], [0, 0.5, 1], [0, 0.2, 0.4, 0.9, 1]),
      fc.double({ min: -0.3, max: 0.6, noNaN: true }),
      fc.constantFrom<'at most' | 'at least'>('at most', 'at least'),
      fc.constantFrom<'every' | 'some'>('every', 'some'),
      (seed, limit, levels, lean, sense, wanted) => {
        const [count, pool] = [4, 120]
        const rule = { range: [0, 1], limit, sense, alpha: 0.1, claims: 3, arms: { count, wanted } } as const
        const numbers = seededRandom(seed)
        let unit: number[] = []
        const assumption: ArmsAssumption = {
          words: '',
          levels,
          shape: { reads: [[0], [1], [2], [0]], weights: [0.25, 0.25, 0.5] },
          begin: () => ({
            draw() {
              unit = Array.from({ length: count }, (_, arm) => {
                const at = Math.floor((numbers() + lean * (arm === 0 ? 1 : 0.8)) * levels.length)
                return Math.min(levels.length - 1, Math.max(0, at))
              })
            },
            level: (arm) => unit[arm]!,
          }),
          marginals: () => [],
        }
        const run = armsRun(rule, assumption, pool)(numbers)
        let race = startRace(rule)
        for (let at = 0; at < pool; at++) {
          const live = race.map(({ verdict }) => verdict === null)
          const share = (live[0] || live[3] ? 0.25 : 0) + (live[1] ? 0.25 : 0) + (live[2] ? 0.5 : 0)
          expect(run.draw()).toBeCloseTo(share, 12)
          race = stepRace(race, (arm) => ({ least: levels[unit[arm]!]!, most: levels[unit[arm]!]! }), rule)
          const verdict = raceVerdict(race, rule)
          expect(run.enter()).toBe(verdict)
          if (verdict !== null) return
        }
      },
    ),
    { numRuns: 400 },
  )
})
