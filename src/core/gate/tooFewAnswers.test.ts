import { describe, expect, test } from 'vitest'
import type { ClaimResult, ClaimVerdict } from '../types/index.ts'
import { tooFewAnswers } from './doubts.ts'

const claim = (verdict: ClaimVerdict, outcomes: ClaimResult['outcomes'], advisory = false) =>
  ({ title: 'a', verdict, outcomes, spec: { advisory } }) as ClaimResult

describe('a share of non-answers above the limit', () => {
  test('keeps a passing claim from passing the gate, and says what there was instead', () => {
    expect(tooFewAnswers([claim('pass', { answered: 40, refused: 11, unparseable: 49 })], 0.5)).toEqual([
      '"a" passes on 100 cells of which 60 have no answer (49 unparseable, 11 refused), more than maxNonAnswers 0.5 allows: nothing is shown by what was not answered.',
    ])
  })

  test.each([
    ['at the limit', claim('pass', { answered: 50, error: 50 }), 0.5],
    ['all answered, none allowed', claim('pass', { answered: 50 }), 0],
    ['a claim that does not pass anyway', claim('fail', { refused: 9 }), 0.5],
    ['an advisory claim', claim('pass', { refused: 9 }, true), 0.5],
    ['no cell at all', claim('pass', {}), 0],
  ])('%s is no doubt', (_, one, limit) => {
    expect(tooFewAnswers([one], limit)).toEqual([])
  })
})
