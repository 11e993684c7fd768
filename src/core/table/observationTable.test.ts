import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OUTCOMES, type Observation } from '../types/index.ts'
import { observationTable } from './observationTable.ts'
import { textPool } from './textPool.ts'

/** Any text, with halves of surrogate pairs alone, short and long ones, and some that come again. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('e1', 'e2', 'yes', '\ud800 alone', 'long '.repeat(40)),
)
const count = fc.oneof(fc.nat(), fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 40))
const mayLack = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const sha = fc.oneof(fc.stringMatching(/^[0-9a-f]{64}$/), text)

const observation = fc
  .record({
    task: text,
    release: text,
    example: text,
    group: text,
    variant: text,
    trial: count,
    key: sha,
    raw: fc.option(text),
    answer: fc.option(text),
    outcome: fc.constantFrom(...OUTCOMES),
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    gold: text,
    who: fc
      .record({ model: text, revision: fc.option(text), fingerprint: mayLack(text), upstream: mayLack(text) })
      .map(present),
    tokens: fc.record({ input: fc.option(count), output: fc.option(count), reasoning: mayLack(count) }).map(present),
    choices: mayLack(
      fc
        .record({
          texts: fc.array(text),
          logProbabilities: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, max: -1e-9 })),
          tokens: fc.array(count),
        })
        .map(present),
    ),
    judged: mayLack(fc.record({ key: sha, raw: text, model: text }).map(present)),
    reason: mayLack(text),
    wanted: mayLack(fc.option(text)),
    cost: mayLack(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
  })
  .map((one) => present(one) as Observation)

/** Copies an object without the fields that are `undefined`. */
function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}

/** Reads every field through its getter, and lists those that are there. */
function asRead(one: Observation): Record<string, unknown> {
  const names =
    'task release example group variant trial key raw answer outcome score gold who tokens choices judged reason wanted cost'
  return present(Object.fromEntries(names.split(' ').map((name) => [name, Reflect.get(one, name) as unknown])))
}

test('a table gives back every observation, whatever fields it has', () => {
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 20 }), (added) => {
      const table = observationTable()
      expect(added.map((one) => table.add(one))).toEqual(added.map((_, place) => place))
      expect(table.length).toBe(added.length)
      expect([...table].map(asRead)).toStrictEqual(added)
      expect([...table].map((one) => JSON.stringify(one))).toEqual(added.map((_, at) => JSON.stringify(table.at(at))))
      expect(JSON.parse(JSON.stringify([...table]))).toEqual(JSON.parse(JSON.stringify(added)))
    }),
  )
})

test('tables of one pool do not disturb each other, over the edges of pieces', () => {
  const texts = textPool()
  const [one, other] = [observationTable(texts), observationTable(texts)]
  const made = Array.from({ length: 1000 }, (_, at): Observation => ({ ...sample, example: `e${at >> 3}`, trial: at }))
  for (const [at, cell] of made.entries()) (at % 3 === 0 ? one : other).add(cell)
  expect([...one].map(asRead)).toEqual(made.filter((_, at) => at % 3 === 0))
  expect([...other].map(asRead)).toEqual(made.filter((_, at) => at % 3 !== 0))
})

test('what has many texts of its own stays whole', () => {
  const pool = textPool()
  const made = Array.from({ length: 70_000 }, (_, at) => `text ${at}`)
  const numbers = made.map((one) => pool.put(one))
  expect(numbers.map((number) => pool.get(number))).toEqual(made)
  expect(pool.put('text 5')).toBe(numbers[5])
  const long = 'ü'.repeat(300_000)
  expect(pool.get(pool.put(long))).toBe(long)
})

const sample: Observation = {
  task: 'qa',
  release: 'v2',
  example: 'e1',
  group: 'g1',
  variant: 'p1',
  trial: 0,
  key: 'ab'.repeat(32),
  raw: 'Yes.',
  answer: 'yes',
  outcome: 'answered',
  score: 1,
  gold: 'yes',
  who: { model: 'm', revision: '1' },
  tokens: { input: 3, output: null },
}
