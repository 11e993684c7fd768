import { expect, test } from 'vitest'
import { sampleRun } from '../src/core/wording/sampleRun.testing.ts'
import type { Comparison, RunAttempt } from '../src/core/types/index.ts'
import { attemptLines } from './common/attemptLines.ts'
import { comparisonLines } from './common/comparisonLines.ts'
import { markdown } from './ci/markdown.ts'
import { terminal } from './terminal.ts'

const spent = { claim: '0f1e2d3c4b5a', task: 're', example: 'e1', group: 'g1', variant: 're-u07' }
const attempt: RunAttempt = {
  id: 'abcdef012345',
  number: 2,
  total: 0.05,
  alpha: 0.0076,
  earlier: [{ id: '1', candidate: 'v2@1', seed: '0', attempt: 1, alpha: 0.0304, verdict: 'fail' }],
  display: [{ task: 're', groups: ['g1', 'g2'] }],
  regressions: [
    { ...spent, outcome: 'answered', score: 0 },
    { ...spent, example: 'e2', outcome: 'answered', score: 1 },
    { ...spent, example: 'e3', outcome: null, score: null },
  ],
}
const comparison: Comparison = {
  newlyFailing: ['keeps its answer'],
  newlyPassing: [],
  moved: [{ title: 'keeps its answer', before: [0, 0.04], now: [0.09, 0.2] }],
  differences: [],
  examples: 40,
  broken: [{ task: 're', example: '<img onerror>' }],
  mended: [],
  sources: { compared: 30, worse: 1, better: 0, pValue: null },
  parts: 7,
  losses: [{ by: 'family', task: 're', name: 'terse', sources: 20, lost: 10, gained: 1, interval: [0.3, 0.7] }],
}

test('attempts', () => {
  const { evidence } = sampleRun()
  expect(attemptLines(evidence)).toEqual([])
  expect(attemptLines({ ...evidence, attempt })).toMatchInlineSnapshot(`
    [
      "Attempt 2 at tiny@0123456789ab: tested at 0.0076 of 0.05; earlier ones spent 0.0304.",
      "Attempt 1: v2@1, seed 0: fail.",
      "2 sources are the display share: they never decide, and every example shown here is of them. The run folder holds the answers of those that decide; repairing what they show makes the next gate promise less.",
      "Regression list, which decides nothing: 1 of 2 shown examples right now, 1 wrong, 1 not asked.",
      "Still wrong: re/e1/re-u07.",
    ]
  `)
})

test('the comparison', () => {
  expect(comparisonLines(undefined)).toEqual([])
  expect(comparisonLines(comparison)).toMatchInlineSnapshot(`
    [
      "Newly failing: "keeps its answer".",
      "Moved: "keeps its answer", 0.00 to 0.04 then, 0.09 to 0.20 now.",
      "Of 40 examples asked of both, 1 broke (always right before, always wrong now) and 0 recovered; by source 1 of 30 got worse and 0 better (no test: a gate stops where its data look decisive). Advisory.",
      "Broken: re/<img onerror>.",
      "Lost in re, family "terse": 10 of 20 sources lost, 1 gained, net -9 (exploratory: 7 parts looked at).",
    ]
  `)
})

test('both stand in the reports, escaped and wrapped', () => {
  const { evidence, ...rest } = sampleRun()
  const run = { ...rest, evidence: { ...evidence, attempt, comparison } }
  expect(markdown(run)).toContain('<summary>Attempts at the baseline</summary>')
  expect(markdown(run)).not.toContain('<img')
  const lines = terminal(run).split('\n')
  expect(lines).toContain('Newly failing: "keeps its answer".')
  expect(lines.filter((line) => line.length > 80 && !line.includes('npx'))).toEqual([])
})
