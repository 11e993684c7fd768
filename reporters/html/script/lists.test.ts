import { describe, expect, test } from 'vitest'
import type { Observation } from '../../../src/core/types/index.ts'
import { lineOf, pageData } from '../pageData.ts'
import { samplePicture } from '../samplePicture.testing.ts'
import { byRelease, cellFilters } from './cells.ts'
import { readPage } from './data.ts'
import { matching, type Chosen } from './filters.ts'
import { changeOf, flipFilters, flipsOf } from './flips.ts'

/** The page of a sample, each observation changed as `change` says, through JSON as a browser reads it. */
function pageOf(change: (one: Observation, at: number) => Observation = (one) => one) {
  const { run, picture } = samplePicture()
  const observations = [...picture.observations].map(change)
  const parts = { evidence: run.evidence, context: null, hash: '', history: [], picture: { ...picture, observations } }
  return { observations, page: readPage(JSON.parse(JSON.stringify(pageData(parts))) as ReturnType<typeof pageData>) }
}

describe('the data of a page', () => {
  test('gives back every observation', () => {
    const { observations, page } = pageOf((one, at) => {
      if (at % 7 === 0) return { ...one, outcome: 'refused', answer: null, raw: null, reason: 'no', score: 0, trial: 2 }
      return one
    })
    expect(page.size).toBe(observations.length)
    for (const [cell, one] of observations.entries()) {
      expect(page.key(cell)).toBe([one.release, one.task, one.example, one.variant, one.trial].join('/'))
      expect([page.outcome(cell), page.answer(cell), page.raw(cell), page.reason(cell)]).toEqual([
        one.outcome,
        one.answer,
        one.raw,
        one.reason ?? null,
      ])
      expect([page.number('score', cell), page.example(cell).gold]).toEqual([one.score, one.gold])
    }
  })

  test('says what was answered where there is no answer', () => {
    const { page } = pageOf((one, at) => {
      if (at === 0) return { ...one, outcome: 'filtered', answer: null, score: 0 }
      return at === 1 ? { ...one, answer: null, score: 0.25 } : { ...one, answer: 'born_in' }
    })
    expect([0, 1, 2].map(page.answered)).toEqual(['no answer (filtered)', 'score 0.25', 'born_in'])
    expect([0, 1, 2].map(page.isScoreAlone)).toEqual([false, true, false])
  })

  test('has a line for a field without a place in the layout, where the cell has that field', () => {
    const { observations, page } = pageOf((one, at) => (at === 1 ? { ...one, cost: 0.25 } : one))
    const { lines } = readPage({ ...page.data, lines: [lineOf(observations, 'group'), lineOf(observations, 'cost')] })
    const group = { name: 'group', text: observations[0]!.group }
    expect([lines(0), lines(1)]).toEqual([[group], [group, { name: 'cost', text: '0.25' }]])
    expect([page.data.lines, page.lines(0)]).toEqual([[], []])
  })

  test('holds no cell beyond its last', () => {
    const { page } = pageOf()
    expect(() => page.outcome(page.size)).toThrow(RangeError)
  })
})

describe('the list of observations', () => {
  const { observations, page } = pageOf((one, at) => ({
    ...one,
    trial: at % 2,
    release: at % 3 === 0 ? 'v1\u202E' : 'v2',
    outcome: at % 5 === 0 ? 'truncated' : 'answered',
  }))
  const cells = observations.map((_, cell) => cell)
  const found = (chosen: Chosen) => matching(cells, cellFilters(page), chosen)
  const where = (fits: (one: Observation) => boolean) => cells.filter((cell) => fits(observations[cell]!))

  test.each<[Chosen, (one: Observation) => boolean]>([
    [{ release: 'v2' }, ({ release }) => release === 'v2'],
    [{ outcome: 'truncated', trial: '1' }, ({ outcome, trial }) => outcome === 'truncated' && trial === 1],
    [{ right: 'wrong' }, ({ score }) => score !== 1],
    [{ variant: 're-03' }, ({ variant }) => variant === 're-03'],
    [{ family: 'terse' }, ({ variant }) => ['re-02', 're-05'].includes(variant)],
    [{ slice: 'relation:born_in' }, ({ gold }) => gold === 'born_in'],
    [{ text: 'OWNER_of' }, ({ answer }) => answer === 'owner_of'],
    [{ text: 'x000007/' }, ({ example }) => example === 'x000007'],
    [{ release: 'nobody' }, () => false],
  ])('%o', (chosen, fits) => {
    expect(found(chosen)).toEqual(where(fits))
  })

  test('by claim: the cells behind it', () => {
    expect(found({ claim: '1' })).toEqual(cells)
    expect(found({ claim: '2' })).toEqual([])
    expect(found({ claim: '99' })).toEqual([])
  })

  test('a slice that an example lacks is none', () => {
    expect(found({ slice: 'topic:(none)' })).toEqual(cells)
  })

  test('several releases are counted, with their names spelled out', () => {
    expect(byRelease(page, [0, 1, 2])).toBe(' (1 of v1\\u{202e}, 2 of v2)')
    expect(byRelease(page, [1, 2])).toBe('')
  })
})

describe('the list of flips', () => {
  const { page } = pageOf()
  const flips = flipsOf(page)
  const filters = flipFilters(page, flips)

  test('has those of the claims that do not pass', () => {
    expect(flips).toHaveLength(40)
    expect(flips[0]).toMatchObject({ claim: 0, was: 'canonical', is: 'paraphrase' })
  })

  test('offers what occurs, counted', () => {
    const byKey = Object.fromEntries(filters.map(({ key, values }) => [key, values]))
    expect(byKey['change']).toEqual([['right → wrong', 'right → wrong (40)']])
    expect(byKey['claim']).toEqual([['1', 'a  > keeps its answer']])
    expect(byKey['family']?.map(([value]) => value).toSorted()).toEqual(['imperative', 'question', 'terse'])
    expect(byKey['label']).toHaveLength(3)
  })

  test('is filtered, and searched in inputs, answers and texts', () => {
    const label = matching(flips, filters, { label: 'born_in' })
    expect(label.length).toBeGreaterThan(5)
    expect(label.every(({ after }) => page.example(after).gold === 'born_in')).toBe(true)
    expect(matching(flips, filters, { text: 'ACME 5 WAS' }).map(({ after }) => page.example(after).id)).toContain(
      'x000005',
    )
    expect(matching(flips, filters, { text: 'owner_of' })).toHaveLength(40)
    expect(matching(flips, filters, { claim: '2' })).toEqual([])
  })

  test('says how each changed', () => {
    const [flip] = flips
    const change = (before: Partial<Observation>, after: Partial<Observation>) => {
      const changed = pageOf((one, at) =>
        at === flip!.before ? { ...one, ...before } : at === flip!.after ? { ...one, ...after } : one,
      )
      return changeOf(changed.page, flip!)
    }
    expect(change({ score: 1 }, { score: 0 })).toBe('right → wrong')
    expect(change({ score: 0 }, { score: 0 })).toBe('wrong → otherwise wrong')
    expect(change({}, { answer: null, outcome: 'refused', score: 0 })).toBe('no answer')
    expect(change({ answer: null }, { answer: null, score: 0.5 })).toBe('right → wrong')
    expect(changeOf(page, { ...flip!, before: -1 })).toBe('wrong')
  })
})
