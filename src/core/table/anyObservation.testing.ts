import * as fc from 'fast-check'
import { OUTCOMES, type Observation } from '../types/index.ts'

/** Any text, with halves of surrogate pairs alone, short and long ones, and some that come again. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('e1', 'e2', 'yes', '\ud800 alone', 'long '.repeat(40)),
)
const count = fc.oneof(fc.nat(), fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 40))
const mayLack = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const sha = fc.oneof(fc.stringMatching(/^[0-9a-f]{64}$/), text)

/** Any observation, with every field that one can have. */
export const anyObservation = fc
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
export function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
}
