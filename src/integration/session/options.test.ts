import { expect, test } from 'vitest'
import { readRobustnessOptions, type RobustnessOptions } from './options.ts'

const releases = { v1: './models.ts#v1' }

function fault(more: object): string {
  try {
    readRobustnessOptions({ releases, candidate: 'v1', ...more } as RobustnessOptions, {})
  } catch (error) {
    return String(error)
  }
  return 'nothing thrown'
}

test('what the line was tuned on is training data or a table, and is said once', () => {
  expect([
    fault({ seenIn: 'train.jsonl' }),
    fault({ seenIn: { file: 't0.csv', mixtures: ['BASE'] } }),
    fault({ seenIn: 'train.jsonl', seen: ['a'] }),
    fault({ seenIn: { file: 't0.csv', mixture: ['BASE'] } }),
    fault({ seenIn: ['a'] }),
  ]).toMatchInlineSnapshot(`
    [
      "nothing thrown",
      "nothing thrown",
      "UsageError: robustness(): seen and seenIn both say what the line was tuned on: keep one",
      "UsageError: robustness({ seenIn: {"file":"t0.csv","mixture":["BASE"]} }): must be a file of training data, e.g. 'train.jsonl', or a table of data sets, e.g. { file: 't0_datasets.csv', mixtures: ['BASE'] }",
      "UsageError: robustness({ seenIn: ["a"] }): must be a file of training data, e.g. 'train.jsonl', or a table of data sets, e.g. { file: 't0_datasets.csv', mixtures: ['BASE'] }",
    ]
  `)
})
