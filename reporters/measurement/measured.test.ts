import { expect, test } from 'vitest'
import { measureTask } from '../../src/core/measure/index.ts'
import { sampleAnswer, sampleCells, samplePlan } from '../../src/core/measure/measured.testing.ts'
import { sampleClaim, sampleRun } from '../../src/core/wording/sampleRun.testing.ts'
import { metrics, type Metric } from '../../src/core/metrics/index.ts'
import type { ClaimMeasurement, Run } from '../../src/core/types/index.ts'
import { escapeMarkdown } from '../common/escapeMarkdown.ts'
import { markdown } from '../ci/markdown.ts'
import { terminal } from '../terminal.ts'

/** Those of the snapshot, so that a new metric leaves it alone. */
const SHOWN = [
  'accuracy',
  'sourceAccuracy',
  'average',
  'maximum',
  'worstVariant',
  'robustAccuracy',
  'spread',
  'saturation',
  'combinedPerformance',
  'dropRate',
  'flipRate',
  'pairwiseAgreement',
  'fleissKappa',
  'answerEntropy',
  'promptSensitivity',
  'consistency',
  'posix',
  'seenUnseenGap',
  'exactMatch',
  'tokenF1',
  'microF1',
  'semevalMacroF1',
  'lowQuantile',
  'median',
  'highQuantile',
  'estimatedLowQuantile',
  'estimatedMedian',
  'estimatedHighQuantile',
] as const satisfies readonly (keyof typeof metrics)[]

const TITLE = 'qa > keeps its answer when the instruction is reworded'

function measuredRun(shown: readonly Metric[] = SHOWN.map((name) => metrics[name])): Run {
  const plan = samplePlan(30, { notApplicable: [{ variant: 'u3', examples: 2 }], budget: 200 })
  const cells = sampleCells(plan, 30, sampleAnswer).filter(
    ({ variant, trial, example }) => (trial === 0 || variant === 'u1') && !(variant === 'u3' && example < 'e11'),
  )
  const task = measureTask('measure', plan, cells, (a, b) => a === b, shown)
  const claim: ClaimMeasurement = {
    id: '0f1e2d3c4b5a',
    title: TITLE,
    examples: 30,
    groups: 30,
    estimate: 0.2667,
    interval: { over: 'examples', method: 'bootstrap, BCa', low: 0.214, high: 0.333 },
    finding: 'broken',
    influence: [
      { variant: 'u2', estimate: 0.15, finding: 'open', crosses: true },
      { variant: 'u1', estimate: 0.3, finding: 'broken', crosses: false },
    ],
    templates: {
      count: 3,
      estimate: 0.2667,
      interval: { over: 'instructions', method: 'bootstrap, BCa', low: 0.1, high: 0.5 },
      needed: 14,
    },
  }
  const other: ClaimMeasurement = {
    ...claim,
    title: 'qa > is no worse',
    estimate: null,
    interval: null,
    finding: 'open',
    reason: 'comparisons with a baseline need its cells',
    influence: [],
  }
  const { templates: _, ...bare } = other
  const run = sampleRun([sampleClaim({ title: TITLE, verdict: 'not applicable', reason: 'measured, decides nothing' })])
  return {
    ...run,
    evidence: {
      ...run.evidence,
      mode: 'measure',
      baseline: null,
      baselineId: null,
      missing: [],
      gate: { verdict: 'inconclusive', exitCode: 3, reasons: ['Measured, decides nothing.'] },
      measurements: { budget: 200, level: 0.95, tasks: [task], claims: [claim, bare] },
    },
  }
}

test('a measure run on a terminal', () => {
  const text = terminal(measuredRun(), { context: false })
  expect(text).toMatchSnapshot()
  expect(text.split('\n').filter((line) => Array.from(line).length > 80)).toEqual([])
})

test('the comment: measured, no verdict, every table whole, names from outside harmless', () => {
  const run = measuredRun()
  const [task] = run.evidence.measurements!.tasks
  const hostile = { ...task!, plan: { ...task!.plan, task: 'qa | <b>@all</b>' } }
  const measurements = { ...run.evidence.measurements!, tasks: [hostile] }
  const text = markdown({ ...run, evidence: { ...run.evidence, measurements } }, { context: false })
  expect(text).toMatch(/^<!-- vitest-robustness -->\n## Robustness: measured\n/)
  expect(text).not.toMatch(/<b>|@all|may not ship|GATE/)
  expect(text).toContain('| accuracy |')
  for (const table of text.split('\n\n').filter((block) => block.startsWith('|'))) {
    expect(new Set(table.split('\n').map((line) => line.split(' | ').length)).size).toBe(1)
  }
})

test('every metric of the package stands in the report and in the comment, by its name', () => {
  const run = measuredRun(Object.values(metrics))
  const [text, comment] = [terminal(run, { context: false }), markdown(run, { context: false })]
  // Estimates stand with the quantiles, and a figure that says what another says stands once.
  const apart = new Set(['accuracy by source'])
  const names = Object.values(metrics).flatMap(({ name }) =>
    apart.has(name) || name.endsWith(', estimated') ? [] : name,
  )
  expect(names.filter((name) => !text.includes(`\n  ${name} `))).toEqual([])
  expect(names.filter((name) => !comment.includes(`\n| ${escapeMarkdown(name, 300)} |`))).toEqual([])
})
