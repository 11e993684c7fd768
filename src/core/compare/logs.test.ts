import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LoggedAnswer, RecordedLog } from './recordedLog.ts'
import { chooseScore, scoreOf } from './recordedLog.ts'
import { findCell, logCells } from './logCells.ts'
import { pairLogs } from './pairLogs.ts'

function logOf(file: string, answers: readonly Partial<LoggedAnswer>[], more: Partial<RecordedLog> = {}): RecordedLog {
  const whole = answers.map((answer, at) =>
    Object.assign(
      { example: `e${at}`, variant: 'p', trial: 0, line: at + 1, input: '', content: null, gold: null, answer: 'x' },
      { scores: {} },
      answer,
    ),
  )
  return {
    file,
    sha256: '0'.repeat(64),
    kind: 'jsonl',
    task: null,
    model: null,
    answers: whole,
    declared: [],
    unusable: [],
    ...more,
  }
}

describe('chooseScore', () => {
  const having = (...names: string[]) => [{ scores: Object.fromEntries(names.map((name) => [name, 1])) }]
  const declaring = (file: string, names: readonly string[], declared: readonly string[] = names) =>
    logOf(file, having(...names), { declared })

  test('takes the only score that all logs have and their tools declare', () => {
    expect(chooseScore([declaring('a', ['f1', 'score'], ['score']), declaring('b', ['score'])])).toBe('score')
    expect(chooseScore([declaring('a', ['f1', 'acc']), declaring('b', ['acc'])])).toBe('acc')
    expect(chooseScore([logOf('a', having('f1', 'acc')), logOf('b', having('acc', 'f1'))], 'f1')).toBe('f1')
    expect(chooseScore([logOf('a', [{ gold: 'x' }]), logOf('b', [{ gold: 'x' }])])).toBe('exact-match')
  })

  test('leaves a choice to the user', () => {
    const refused = (a: RecordedLog, b: RecordedLog, wanted?: string): string => {
      try {
        return `took ${chooseScore([a, b], wanted)}`
      } catch (error) {
        return (error as Error).message
      }
    }
    const bare = (...names: string[]) => [{ gold: 'x', scores: Object.fromEntries(names.map((name) => [name, 1])) }]
    expect([
      refused(declaring('a', ['f1', 'acc']), declaring('b', ['acc', 'f1'])),
      refused(declaring('a', ['f1']), declaring('b', ['acc'])),
      refused(declaring('a', ['f1']), declaring('b', ['f1']), 'f2'),
      // A number that happens to stand in every line is no score, and neither is exact match beside it.
      refused(logOf('a', bare('f1')), logOf('b', bare('f1'))),
      refused(logOf('a', having('f1')), logOf('b', having('f1'))),
      // Of a tool that scores by itself, exact match is not what was meant.
      refused(logOf('a', [{ gold: 'x' }], { kind: 'inspect' }), logOf('b', [{ gold: 'x' }], { kind: 'inspect' })),
      refused(logOf('a', [{ gold: 'x' }], { unusable: ['f1'] }), logOf('b', [{ gold: 'x' }], { unusable: ['f1'] })),
      refused(logOf('a', []), logOf('b', [{}])),
    ]).toMatchInlineSnapshot(`
      [
        "Which score? Name one with --score: acc or f1",
        "a and b have no score in common; a has f1; b has acc",
        "a has no score "f2"; the logs have f1",
        "Which score? a and b declare none: name one with --score: exact-match or f1",
        "Which score? a and b declare none: name one with --score: f1",
        "Which score? a and b declare none: name one with --score: exact-match",
        "a: the log's own metric f1 is no number for an example, so nothing can be compared by it. Say --score exact-match if that is meant",
        "a and b have no score in common; a has none; b has none",
      ]
    `)
  })

  test('a score outside 0 to 1 is refused with its line', () => {
    const log = logOf('a.jsonl', [{ scores: { bleu: 31.2 } }])
    expect(() => scoreOf(log, log.answers[0]!, 'bleu')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a.jsonl:1: bleu is 31.2: a score must lie between 0 and 1]`,
    )
  })
})

describe('logCells', () => {
  test('one answer under two filters is one cell of the wanted score', () => {
    const log = logOf('a', [
      { example: 'e', answer: 'strict', scores: { 'em,strict': 0 } },
      { example: 'e', answer: 'lenient', scores: { 'em,lenient': 1 } },
    ])
    expect(findCell(logCells(log, 'em,lenient'), { example: 'e', variant: 'p', trial: 0 })).toMatchObject({
      logged: { answer: 'lenient' },
      score: 1,
    })
  })

  test('two answers to one cell are refused', () => {
    const log = logOf('a', [
      { example: 'e', scores: { s: 0 } },
      { example: 'e', scores: { s: 1 } },
    ])
    expect(() => logCells(log, 's')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a:2: example e, variant p, trial 0 stands in line 1 too: which of the two answers counts cannot be known. Give each repeat a trial of its own, or none at all: then they are counted up]`,
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
    expect(pair).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: a and b have no example in common: x there, y here. Where a tool draws new ids in each run, pair by what was asked: --columns example=input]`,
    )
  })

  test('pairs what both logs asked, counts and names the rest, and takes every repeat', () => {
    const grid = (variants: Record<string, string[]>, trials: number) =>
      Object.entries(variants).flatMap(([example, own]) =>
        own.flatMap((variant) =>
          Array.from({ length: trials }, (_, trial) => ({ example, variant, trial, scores: { s: 1 } })),
        ),
      )
    const before = logOf('a', grid({ x: ['p', 'q', 'r'], y: ['p', 'q', 'r'] }, 3))
    const now = logOf('b', grid({ x: ['p', 'q'], y: ['q'] }, 2))
    const { examples, variants, trials, leftOut, missing } = pairLogs(before, now, 's')
    const shared = examples.map(({ id, variants: own }) => [id, Object.fromEntries(own)])
    expect({ shared, variants, trials, leftOut, missing }).toMatchInlineSnapshot(`
      {
        "leftOut": [
          "Left out: 1 prompt of the other log that b lacks: r.",
          "Left out: 1 cell of shared examples that b lacks: y under p.",
          "2 examples have more repeats in one log than in the other; all count, each side by its own mean: x, y.",
        ],
        "missing": 0.5,
        "shared": [
          [
            "x",
            {
              "p": {
                "baseline": 3,
                "candidate": 2,
              },
              "q": {
                "baseline": 3,
                "candidate": 2,
              },
            },
          ],
          [
            "y",
            {
              "q": {
                "baseline": 3,
                "candidate": 2,
              },
            },
          ],
        ],
        "trials": 3,
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
