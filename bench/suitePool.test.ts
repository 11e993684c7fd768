import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { poolOf } from '../suites/pool.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/instructions')

/** The number of seen wordings of each task. */
const SEEN = 12

interface Wording {
  readonly id: string
  readonly family: string
}

/** Applies the rule that `suites/pool.ts` states to the present sets. */
function byRule(set: string): readonly string[] {
  const { instructions } = parse(readFileSync(join(FOLDER, `${set}.yaml`), 'utf8')) as { instructions: Wording[] }
  const tunedOn = new Set(JSON.parse(readFileSync(join(FOLDER, 'seen.json'), 'utf8')) as string[])
  const families = Map.groupBy(
    instructions.filter(({ id }) => tunedOn.has(id)),
    ({ family }) => family,
  )
  const inTurn = instructions.flatMap((_, round) => [...families.values()].flatMap((own) => own[round] ?? []))
  const taken = new Set(inTurn.slice(0, SEEN).map(({ id }) => id))
  return instructions.map(({ id }) => id).filter((id) => taken.has(id) || !tunedOn.has(id))
}

test.each([
  ['re', '01 02 03 04 05 07 09 11 13 15 17 19'],
  ['qa-boolean', '01 02 04 05 06 09 11 13 15 17 19 21'],
  ['qa-choice', '01 02 04 05 06 09 11 13 15 17 19 21'],
  ['qa-extractive', '01 02 04 05 06 09 11 13 15 17 19 21'],
])('the suites ask 12 seen wordings of %s, and each of its 25 unseen ones', (set, seen) => {
  const unseen = Array.from({ length: 25 }, (_, at) => `${set}-u${String(at + 1).padStart(2, '0')}`)
  expect(poolOf(set)).toEqual([...seen.split(' ').map((number) => `${set}-s${number}`), ...unseen])
  expect(poolOf(set)).toEqual(byRule(set))
})

test('a set that has no pool is named', () => {
  expect(() => poolOf('other')).toThrow(/no wordings of other/)
})
