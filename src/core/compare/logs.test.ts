import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseScore, scoreOf } from './chooseScore.ts'
import { pairLogs } from './pairLogs.ts'
import type { LoggedAnswer, RecordedLog } from './recordedLog.ts'
import { cellKey, scoredCells } from './scoredCells.ts'

function logOf(file: string, answers: readonly Partial<LoggedAnswer>[], more: Partial<RecordedLog> = {}): RecordedLog {
  const whole = answers.map((answer, at) =>
    Object.assign(
      { example: `e${at}`, variant: 'p', trial: 0, line: at + 1, input: '', content: null, gold: null, answer: 'x' },
      { scores: {} },
      answer,
    ),
  )
  return { file, sha256: '0'.repeat(64), kind: 'jsonl', task: null, model: null, answers: whole, ...more }
}

describe('chooseScore', () => {
  const having = (...names: string[]) => [{ scores: Object.fromEntries(names.map((name) => [name, 1])) }]
  test('takes `score`, or the only one that all logs have', () => {
    expect(chooseScore([logOf('a', having('f1', 'score')), logOf('b', having('score'))])).toBe('score')
    expect(chooseScore([logOf('a', having('f1', 'acc')), logOf('b', having('acc'))])).toBe('acc')
    expect(chooseScore([logOf('a', having('f1', 'acc')), logOf('b', having('acc', 'f1'))], 'f1')).toBe('f1')
    expect(chooseScore([logOf('a', [{ gold: 'x' }]), logOf('b', [{ gold: 'x' }])])).toBe('exact-match')
  })

  test('leaves a choice to the user', () => {
    const choose = (a: readonly Partial<LoggedAnswer>[], b: readonly Partial<LoggedAnswer>[], wanted?: string) => () =>
      chooseScore([logOf('a', a), logOf('b', b)], wanted)
    expect(choose(having('f1', 'acc'), having('acc', 'f1'))).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: Which score? Name one with --score: acc or f1]`,
    )
    expect(choose(having('f1'), having('acc'))).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a and b have no score in common; a has f1; b has acc]`,
    )
    expect(choose(having('f1'), having('f1'), 'f2')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a has no score "f2"; the logs have f1]`,
    )
  })

  test('a score outside 0 to 1 is refused with its line', () => {
    const log = logOf('a.jsonl', [{ scores: { bleu: 31.2 } }])
    expect(() => scoreOf(log, log.answers[0]!, 'bleu')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a.jsonl:1: bleu is 31.2: a score must lie between 0 and 1]`,
    )
  })
})

describe('scoredCells', () => {
  test('one answer under two filters is one cell of the wanted score', () => {
    const log = logOf('a', [
      { example: 'e', answer: 'strict', scores: { 'em,strict': 0 } },
      { example: 'e', answer: 'lenient', scores: { 'em,lenient': 1 } },
    ])
    expect(scoredCells(log, 'em,lenient').get(cellKey({ example: 'e', variant: 'p', trial: 0 }))).toMatchObject({
      answer: 'lenient',
      score: 1,
    })
  })

  test('two answers to one cell are refused', () => {
    const log = logOf('a', [
      { example: 'e', scores: { s: 0 } },
      { example: 'e', scores: { s: 1 } },
    ])
    expect(() => scoredCells(log, 's')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a:2: example e, variant p, trial 0 stands in line 1 too: which of the two answers counts cannot be known]`,
    )
  })
})

describe('pairLogs', () => {
  const scored = (examples: readonly string[]) => examples.map((example) => ({ example, scores: { s: 1 } }))
  const names = fc.uniqueArray(fc.stringMatching(/^[a-f]$/), { minLength: 1 })

  test('keeps exactly the examples that both logs have, whatever their order', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const both = a.filter((name) => b.includes(name)).toSorted()
        const pair = () => pairLogs(logOf('a', scored(a)), logOf('b', scored(b)), 's')
        fc.pre(both.length > 0)
        const { examples, missing, leftOut } = pair()
        expect(examples.map(({ id }) => id)).toEqual(both)
        expect(missing).toBeCloseTo(1 - both.length / new Set([...a, ...b]).size, 12)
        expect(leftOut.length > 0).toBe(missing > 0)
      }),
    )
  })

  test('refuses logs that share nothing', () => {
    const pair = () => pairLogs(logOf('a', scored(['x'])), logOf('b', scored(['y'])), 's')
    expect(pair).toThrowErrorMatchingInlineSnapshot(`[UsageError: a and b have no example in common: x there, y here]`)
  })

  test('leaves out examples of which one log lacks a prompt, and takes the repeats that both have', () => {
    const grid = (variants: Record<string, string[]>, trials: number) =>
      Object.entries(variants).flatMap(([example, own]) =>
        own.flatMap((variant) =>
          Array.from({ length: trials }, (_, trial) => ({ example, variant, trial, scores: { s: 1 } })),
        ),
      )
    const before = logOf('a', grid({ x: ['p', 'q', 'r'], y: ['p', 'q', 'r'] }, 3))
    const now = logOf('b', grid({ x: ['p', 'q'], y: ['q'] }, 2))
    const { examples, variants, trials, leftOut } = pairLogs(before, now, 's')
    expect({ examples: examples.map(({ id }) => id), variants, trials, leftOut }).toMatchInlineSnapshot(`
      {
        "examples": [
          "x",
        ],
        "leftOut": [
          "Left out: 1 prompt of the other log that b lacks: r.",
          "Left out: 1 example of which one log lacks a prompt: y.",
        ],
        "trials": 2,
        "variants": [
          "p",
          "q",
        ],
      }
    `)
  })

  test('refuses logs of two tasks', () => {
    const [a, b] = [logOf('a', scored(['x']), { task: 'gsm8k' }), logOf('b', scored(['x']), { task: 'boolq' })]
    expect(() => pairLogs(a, b, 's')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a is of the task gsm8k, b of boolq: they cannot be compared]`,
    )
  })
})
