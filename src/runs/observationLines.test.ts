import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import { anyObservation } from '../core/table/anyObservation.testing.ts'
import { lineInTable, observationTable, plainObservation } from '../core/table/index.ts'
import type { Observation } from '../core/types/index.ts'
import { problems } from '../schemas/index.ts'

const odd = fc.constantFrom(-1, -0, 1.5, 2 ** 31, Number.NaN, Infinity, -Infinity, 1 + 1e-12, 5e-324)

/** Changes that no release makes, each of which breaks the schema or comes close to it. */
const change = fc.oneof(
  fc.record({ score: odd }),
  fc.record({ cost: odd }),
  fc.record({ trial: odd }),
  fc.record({ tokens: fc.record({ input: odd, output: odd }) }),
  fc.record({ outcome: fc.constantFrom('answered', 'guessed', '') }),
  fc.record({ key: fc.constantFrom('A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}\n`) }),
  fc.record({
    who: fc.dictionary(
      fc.constantFrom('model', 'revision', 'fingerprint', 'upstream', 'server'),
      fc.constantFrom('m', null, undefined, 1, {}),
    ),
  }),
  fc.record({ release: fc.constantFrom('v1', null, 1) }),
)

/** What makes of any observation one that a table mostly has columns for. */
const PLAIN = {
  trial: 3,
  key: 'ab'.repeat(32),
  judged: undefined,
  choices: undefined,
  reason: undefined,
  wanted: undefined,
}

/** Says whether a table has a column for all that an observation says. */
function isInColumns({ judged, choices, reason, wanted, key, trial, tokens }: Observation): boolean {
  const isCount = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 31
  const counts = [trial, tokens.input ?? 0, tokens.output ?? 0]
  const others = [judged, choices, reason, wanted, tokens.reasoning]
  return counts.every(isCount) && /^[0-9a-f]{64}$/.test(key) && others.every((value) => value === undefined)
}

test('a line is written straight from its columns just where the schema holds, and is what the slow way writes', () => {
  let [straight, refused] = [0, 0]
  fc.assert(
    fc.property(anyObservation, fc.array(change, { maxLength: 2 }), fc.boolean(), (one, changes, isPlain) => {
      const { input, output } = one.tokens
      const plain = isPlain ? { ...PLAIN, tokens: { input, output } } : {}
      const added = Object.assign({ ...one }, plain, ...changes) as Observation
      const table = observationTable()
      const row = table.at(table.add(added))
      const line = lineInTable(row)
      const held = plainObservation(row)
      const expected = isInColumns(added) && problems('observation', held).length === 0 ? canonicalJson(held) : null
      expect(line).toBe(expected)
      if (line === null) refused++
      else straight++
    }),
    { numRuns: 2000 },
  )
  expect(Math.min(straight, refused)).toBeGreaterThan(100)
})
