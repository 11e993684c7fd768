import { describe, expect, test } from 'vitest'
import { START, step, type Rule } from '../core/sequential/index.ts'
import type { Observation } from '../core/types/index.ts'
import { toBeNoWorseThanBaseline as claim } from './toBeNoWorseThanBaseline.ts'

const graded = (score: number, outcome = 'answered') => ({ example: 'e1', variant: 'a', outcome, score }) as Observation
const evidence = (candidate: Observation, baseline: Observation) => ({
  asked: { candidate: [candidate], baseline: [baseline] },
})
const value = (candidate: Observation, baseline: Observation, mostDifference?: number) =>
  claim.value(evidence(candidate, baseline), Object.is, {
    metric: 'accuracy',
    by: 0.02,
    ...(mostDifference !== undefined && { mostDifference }),
  })

describe('a range that is declared to be narrower', () => {
  test('differences within it are taken as they are, and what is unknown is cut to it', () => {
    expect(value(graded(0.7), graded(0.9), 0.4)).toEqual({
      least: expect.closeTo(-0.2, 12),
      most: expect.closeTo(-0.2, 12),
    })
    expect(value(graded(0, 'error'), graded(0.9))).toEqual({ least: -0.9, most: expect.closeTo(0.1, 12) })
    expect(value(graded(0, 'error'), graded(0.9), 0.4)).toEqual({ least: -0.4, most: expect.closeTo(0.1, 12) })
  })

  test('a difference beyond it is a usage error that names the example', () => {
    expect(() => value(graded(0, 'unparseable'), graded(0.9), 0.4)).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: toBeNoWorseThanBaseline({ mostDifference: 0.4 }): the scores of example e1 differ by 0.9. Declare a difference that no answer can exceed, not even one that cannot be read (it scores 0), or leave mostDifference out]`,
    )
    expect(() => value(graded(1), graded(0.5), 0.4)).toThrow(/example e1 differ by 0\.5/)
  })

  test('a margin that no candidate can miss is refused', () => {
    const context = {
      taskName: 'qa',
      canonical: 'a',
      families: new Map([['a', 'plain']]),
      seen: new Set<string>(),
      unreviewed: new Set<string>(),
    }
    expect(() => claim.design({ metric: 'accuracy', by: 0.5, mostDifference: 0.4 }, context)).toThrow(
      /no candidate can be worse by more than mostDifference/,
    )
  })

  test('it takes fewer units to show that nothing changed', () => {
    const units = (most: number): number => {
      const rule: Rule = { range: [-most, most], limit: -0.02, sense: 'at least', alpha: 0.05, claims: 1 }
      let state = START
      while (state.verdict === null) state = step(state, { least: 0, most: 0 }, rule)
      return state.units
    }
    expect([units(1), units(0.4), units(0.2)]).toMatchInlineSnapshot(`
      [
        208,
        83,
        41,
      ]
    `)
  })
})
