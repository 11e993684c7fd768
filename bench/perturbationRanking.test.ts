import { describe, expect, test } from 'vitest'
import { perturbations, type Perturbation } from 'vitest-robustness'
import type { Measured, Pair } from '../suites/ranking/measure.ts'
import { rank } from '../suites/ranking/rank.ts'
import { page } from '../suites/ranking/table.ts'

/** `wrong` of `count` answers, each of a source of its own, are lost. */
function measured(perturbation: Perturbation, count: number, wrong: number, more: Partial<Pair> = {}): Measured {
  const pairs = Array.from({ length: count }, (_, index): Pair => {
    const lost = index < wrong
    const seen = { before: 1, after: lost ? 0 : 1, flipped: lost, answered: true, tokens: 4, unknown: 1 }
    return { task: 'qa', group: `g${index}`, ...seen, ...more }
  })
  return { perturbation, pairs, tried: 100, reasons: ['it has no letters', 'it is empty'] }
}
const named = (list: readonly { readonly perturbation: Perturbation }[]) =>
  list.map(({ perturbation: { name } }) => name)

const upper = perturbations['upper-case']
const swap = perturbations['swap-letters']
const order = perturbations['option-order']

describe('the ranking', () => {
  test('goes by lost score, and marks what is not chance after Holm', () => {
    const { ranked, unranked } = rank([measured(order, 100, 1), measured(upper, 100, 60), measured(swap, 100, 20)])
    expect(named(ranked)).toEqual(['upper-case', 'swap-letters', 'option-order'])
    expect(unranked).toEqual([])
    expect(ranked.map(({ adjusted }) => adjusted < 0.05)).toEqual([true, true, false])
    for (const { drop } of ranked) {
      expect(drop.low).toBeLessThanOrEqual(drop.mean)
      expect(drop.high).toBeGreaterThanOrEqual(drop.mean)
    }
    expect(ranked[0]?.drop.mean).toBeCloseTo(0.6, 12)
  })

  test('an answer that changed and cost nothing is a change and no loss', () => {
    const [only] = rank([measured(swap, 50, 50, { after: 1 })]).ranked
    expect(only?.drop.mean).toBe(0)
    expect(only?.flips.mean).toBe(1)
    expect(only?.adjusted).toBe(1)
  })

  test('where nothing varied the interval is exact, and not a point', () => {
    const [only] = rank([measured(order, 50, 0)]).ranked
    const most = 1 - 0.025 ** (1 / 50)
    expect(only?.flips.low).toBe(0)
    expect(only?.flips.high).toBeCloseTo(most, 9)
    expect(only?.drop.low).toBeCloseTo(-most, 9)
  })

  test('answers of one source count as one', () => {
    const width = ({ ranked: [only] }: ReturnType<typeof rank>): number => (only ? only.drop.high - only.drop.low : 0)
    const alone = measured(swap, 90, 30)
    const threes = alone.pairs.map((pair, index) => Object.assign({}, pair, { group: `g${Math.floor(index / 3)}` }))
    expect(width(rank([{ ...alone, pairs: threes }]))).toBeGreaterThan(1.4 * width(rank([alone])))
  })

  test('leaves out, with the reason, what cannot be measured', () => {
    const few = measured(upper, 29, 5)
    const none = measured(order, 0, 0)
    const strange = measured(perturbations.homoglyphs, 100, 9, { unknown: 3 })
    const hopeless = measured(perturbations['tool-order'], 100, 0, { before: 0, after: 0 })
    const directional = measured(perturbations.antonym, 100, 30)
    const { ranked, unranked } = rank([few, none, strange, hopeless, directional])
    expect(ranked).toEqual([])
    expect(unranked.map(({ reason }) => reason)).toMatchInlineSnapshot(`
      [
        "applies to 29 of 100 prompts (it has no letters; it is empty)",
        "applies to none of 100 prompts (it has no letters; it is empty)",
        "75.0% of the tokens that it brings in are ones that the model never met",
        "the models were tuned on no prompts of the kind that it needs: the score is 0.0% before any change",
        "directional: the answer must change",
      ]
    `)
    const text = page({ ranked, unranked }, { model: 'm', perTask: 1, prompts: 2 })
    expect(text).toContain(
      '| `antonym` | directional | directional: the answer must change | 30.0% of the answers changed',
    )
  })
})
