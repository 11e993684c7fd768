import { expect, test } from 'vitest'
import { sampleClaim } from '../../core/wording/sampleRun.testing.ts'
import type { Task } from '../../core/types/index.ts'
import { isDecided, listedInRun, notApplicable, undecided, withNotes } from './outcome.ts'

const { spec, title, release, population, alpha, claims } = sampleClaim()
const task = { examples: [{ id: 'a' }, { id: 'b' }] } as unknown as Task
const named = { spec, task, title, release, population, order: ['a', 'b'], alpha, claims }

test('a claim that was only measured holds nothing that a verdict rests on', () => {
  const measured = withNotes(undecided(named, 'collected', 'measured, decides nothing', 7), ['a note'])
  expect(isDecided(measured)).toBe(false)
  for (const field of ['verdict', 'interval', 'estimate', 'logWealth', 'units', 'counterexamples'])
    expect(measured).not.toHaveProperty(field)
  expect(measured).toMatchObject({ done: 'collected', cells: 7, pool: 2, notes: ['a note'] })
})

test('in run.json of format 2 it is listed without a verdict, with what was done instead', () => {
  const listed = listedInRun(undecided(named, 'collected', 'measured, decides nothing'))
  expect(listed).toMatchObject({
    verdict: 'not applicable',
    stopped: 'collected',
    estimate: null,
    interval: spec.range,
  })
  expect(listed).not.toHaveProperty('done')
  expect(listedInRun(undecided(named, 'planned', 'planned'))).not.toHaveProperty('stopped')
})

test('a claim that a gate has nothing to decide about is a result of the gate', () => {
  const result = notApplicable(named, 'there is no baseline yet')
  expect([isDecided(result), result.verdict, result.stopped]).toEqual([true, 'not applicable', undefined])
})
