import { describe, expect, test } from 'vitest'

import type { Judge, JudgedItem } from '../types/index.ts'
import { checkRubric, judgeDoubt, judgeFigures, judgeHash, readVerdict, rubricPrompt, wantedVerdict } from './index.ts'

const item = (human: boolean, judged: boolean | null, again = judged): JudgedItem => ({
  question: 'q',
  reference: 'r',
  answer: 'a',
  human,
  judged,
  again,
})
const many = (count: number, one: JudgedItem): JudgedItem[] => Array.from({ length: count }, () => one)
const RUBRIC = 'Q: {question} R: {reference} A: {answer}. Right? yes or no'
const RELEASE = { model: 'm', revision: '1', parameters: { temperature: 0 } }
const HASH = judgeHash(RELEASE, RUBRIC)
const judge = (items: readonly JudgedItem[], hash = HASH): Judge => ({
  release: 'judge',
  rubric: RUBRIC,
  card: { schema: 1, judge: hash, model: 'm', revision: '1', items },
  minAgreement: 0.8,
})

test('figures by hand: 20 both right, 15 both wrong, 5 too lenient, 10 too strict (Cohen 1960: kappa 0.4)', () => {
  const items = [
    ...many(20, item(true, true)),
    ...many(5, item(false, true)),
    ...many(10, item(true, false)),
    ...many(15, item(false, false, true)),
  ]
  const { agreement, kappa, leniency, noise } = judgeFigures({ items })
  expect([agreement?.count, agreement?.of]).toEqual([35, 50])
  expect(kappa).toBeCloseTo(0.4, 12)
  expect([leniency?.count, leniency?.of]).toEqual([5, 20])
  expect([noise?.count, noise?.of]).toEqual([15, 50])
  // scipy.stats.binomtest(35, 50).proportion_ci(0.95, 'exact')
  expect(agreement?.interval[0]).toBeCloseTo(0.5539177, 6)
  expect(agreement?.interval[1]).toBeCloseTo(0.8213822, 6)
})

test('nothing is made up where nothing is known', () => {
  expect(judgeFigures({ items: [] })).toEqual({ agreement: null, kappa: null, leniency: null, noise: null })
  expect(judgeFigures({ items: many(3, item(true, true)) }).kappa).toBeNull()
  expect(judgeFigures({ items: many(3, item(true, null)) }).agreement?.count).toBe(0)
})

describe('a judge gates', () => {
  test('if it was measured and agrees with humans', () => {
    expect(judgeDoubt(judge(many(60, item(true, true))), HASH)).toBeNull()
  })

  test.each([
    ['without labels', { ...judge([]), card: null }, 'no human labels are committed for it'],
    [
      'as another one',
      judge(many(60, item(true, true)), 'x'),
      'its card is of another judge: model, revision, parameters or rubric differ',
    ],
    ['with few labels', judge(many(9, item(true, true))), 'its card holds 9 human labels, fewer than 30'],
    [
      'at odds with humans',
      judge([...many(45, item(true, true)), ...many(15, item(true, false))]),
      'it agrees with humans in 0.621 to 0.853 of the cases, 0.8 is asked for',
    ],
  ])('but not %s', (_, one, doubt) => {
    expect(judgeDoubt(one, HASH)).toBe(doubt)
  })

  test('and is another one with another rubric, revision or temperature', () => {
    const others = [
      judgeHash(RELEASE, `${RUBRIC}!`),
      judgeHash({ ...RELEASE, revision: '2' }, RUBRIC),
      judgeHash({ ...RELEASE, parameters: { temperature: 1 } }, RUBRIC),
      judgeHash(null, RUBRIC),
    ]
    expect(new Set([HASH, ...others]).size).toBe(5)
  })
})

test('a rubric is filled in one pass and must show all', () => {
  const fields = { question: '{answer}?', reference: '$&', answer: '{reference}' }
  expect(rubricPrompt(RUBRIC, fields)).toBe('Q: {answer}? R: $& A: {reference}. Right? yes or no')
  expect(() => checkRubric('{question} {answer}', 'r.md')).toThrow('r.md: the rubric does not mention {reference}')
})

const OWN = `verdict: { right: 'correct', wrong: 'incorrect' }\n${RUBRIC}`

test.each([
  ['Yes.', RUBRIC, true],
  ['no, it is not', RUBRIC, false],
  ['**Yes**', RUBRIC, true],
  ['The answer is wrong.', RUBRIC, null],
  ['yes and no', RUBRIC, null],
  ['', RUBRIC, null],
  ['correct', RUBRIC, null],
  ['correct', OWN, true],
  ['Incorrect.', OWN, false],
  ['**Correct**', OWN, true],
  ['yes', OWN, null],
  ['correct and incorrect', OWN, null],
  ['', OWN, null],
])('a verdict is read in the words of its rubric: %s', (text, rubric, verdict) => {
  expect(readVerdict(text, rubric)).toBe(verdict)
})

test('a rubric declares its words in the first line, which is not sent, and the message names them', () => {
  const fields = { question: 'q', reference: 'r', answer: 'a' }
  expect(rubricPrompt(OWN, fields)).toBe(rubricPrompt(RUBRIC, fields))
  expect(rubricPrompt(`verdict: {right: ok, wrong: "not ok"}\r\n${RUBRIC}`, fields)).toBe(rubricPrompt(RUBRIC, fields))
  expect(readVerdict('not ok', `verdict: {right: fine, wrong: "not ok"}\r\n${RUBRIC}`)).toBe(false)
  expect(wantedVerdict(RUBRIC)).toBe(
    `it must be "yes" or "no"; a rubric declares other words in its first line: verdict: { right: 'correct', wrong: 'incorrect' }`,
  )
  expect(wantedVerdict(OWN)).toBe('it must be "correct" or "incorrect"')
  const refused = (rubric: string) => () => checkRubric(rubric, 'r.md')
  expect(refused(OWN)).not.toThrow()
  expect(refused(`verdict: correct or incorrect\n${RUBRIC}`)).toThrow(
    'r.md: the first line must have the form verdict: {',
  )
  expect(refused(`verdict: { right: 'Ok', wrong: 'ok' }\n${RUBRIC}`)).toThrow('two different words, not "Ok" twice')
  expect(refused(`{{question}} {reference} {answer}`)).toThrow('puts {question} in braces: write {question}')
})
