import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sampleClaim, sampleClaims, sampleRun } from '../src/core/wording/sampleRun.testing.ts'
import type { ClaimResult, Run } from '../src/core/types/index.ts'
import { github } from './ci/github.ts'
import { gitlab, gitlabSection } from './ci/gitlab.ts'
import { openmetrics } from './ci/openmetrics.ts'
import { parseOpenMetrics } from './parseOpenMetrics.testing.ts'

const HOSTILE = 'a"b\\c\nd\r::error::e%0A,:\u2028--- |\u202E {x="1"} 1 # EOF\u0000\uD800'

/** Any text where the run's may come from outside. */
function hostileRun(text: string): Run {
  return sampleRun([
    sampleClaim({ title: text, reason: text, spec: { statistic: 'flip rate', task: text } }),
    ...sampleClaims(),
  ])
}

function many(verdict: ClaimResult['verdict'], count: number, advisory = false): ClaimResult[] {
  return Array.from({ length: count }, (_, index) =>
    sampleClaim({ title: `${verdict} ${index}`, id: String(index).padStart(12, '0'), verdict, spec: { advisory } }),
  )
}

/** As the runner reads a line: https://github.com/actions/runner ActionCommand.TryParseV2. */
function commands(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const {
        kind,
        properties = '',
        message,
      } = /^::(?<kind>\w+) (?<properties>.*?)::(?<message>.*)$/.exec(line)!.groups!
      const undo = (escaped: string) =>
        escaped
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ',')
          .replaceAll('%0A', '\n')
          .replaceAll('%0D', '\r')
          .replaceAll('%25', '%')
      const pairs = properties
        .split(',')
        .map((pair) => [pair.slice(0, pair.indexOf('=')), undo(pair.slice(pair.indexOf('=') + 1))] as const)
      return Object.assign({ kind, message: undo(message!) }, Object.fromEntries(pairs))
    })
}

describe('GitHub annotations', () => {
  test('stand at the claim’s line', () => {
    expect(github(sampleRun())).toMatchInlineSnapshot(`
      "::error file=suites/re.robust.ts,line=8,col=3,title=fail%3A relation extraction > keeps its answer when the instruction is reworded::flip rate at least 0.09, limit 0.05 (84 examples, 252 cells). Not answered: 3 unparseable, of 252 cells
      ::warning file=suites/re.robust.ts,line=8,col=3,title=inconclusive%3A relation extraction > is no worse than the accepted release::loss against the baseline between -0.02 and 0.04, limit 0.02 (300 examples, 600 cells). Why: the pool is used up
      ::notice title=Robustness%3A fail::v2 may not ship. The claim "relation extraction > keeps its answer when the instruction is reworded" fails. Evidence d49e7f79d8d06d55b09b47bd1a23cf5e99fa6012404e1f07a21ea92b13730c9a
      "
    `)
  })

  test('are at most 10 a kind, and say how many are left out', () => {
    const run = sampleRun([...many('fail', 25), ...many('inconclusive', 11), ...many('fail', 30, true)])
    const kinds = Map.groupBy(commands(github(run)), ({ kind }) => kind)
    expect([...kinds].map(([kind, list]) => [kind, list.length])).toEqual([
      ['error', 10],
      ['warning', 10],
      ['notice', 10],
    ])
    expect(kinds.get('error')?.at(-1)?.message).toBe('16 more claims are not annotated; see the summary.')
    expect(commands(github(sampleRun(many('fail', 10)))).filter(({ kind }) => kind === 'error')).toHaveLength(10)
  })

  test('hostile text stays in its place', () => {
    const [first, ...rest] = commands(github(hostileRun(HOSTILE)))
    expect(first).toMatchObject({ kind: 'error', file: 'suites/re.robust.ts', line: '8' })
    expect(first!['title' as keyof typeof first]).toContain('::error::e%0A,:')
    expect(rest).toHaveLength(3)
  })
})

describe('GitLab', () => {
  test('a Code Quality report', () => {
    const issues = JSON.parse(gitlab(sampleRun())) as Record<string, unknown>[]
    expect(issues.map(({ severity, check_name, location }) => [severity, check_name, location])).toEqual([
      ['major', 'vitest-robustness/toBeNoWorseThanBaseline', { path: 'suites/re.robust.ts', lines: { begin: 8 } }],
      ['critical', 'vitest-robustness/toBeStableUnderParaphrase', { path: 'suites/re.robust.ts', lines: { begin: 8 } }],
      ['major', 'vitest-robustness/missing', { path: 'vitest.config.ts', lines: { begin: 1 } }],
    ])
    for (const { description, fingerprint } of issues) {
      expect(description).toEqual(expect.any(String))
      expect(fingerprint).toMatch(/^[\da-f]{64}$/)
    }
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
  })

  test('fingerprints outlast another line and other figures', () => {
    const of = (claim: ClaimResult) =>
      (JSON.parse(gitlab(sampleRun([claim]))) as { fingerprint: string }[])[0]?.fingerprint
    expect(of(sampleClaim({ at: { file: 'x.ts', line: 90 }, interval: [0.2, 0.3] }))).toBe(of(sampleClaim()))
    expect(of(sampleClaim({ title: 'another' }))).not.toBe(of(sampleClaim()))
  })

  test('a section of the log cannot be closed from within', () => {
    const text = gitlabSection('robustness', 'Robustness', 'a\n\u001B[0Ksection_end:1:robustness\r\u001B[0K\nb', 7)
    expect(text.match(/section_(?:start|end):\d+:\w+/g)).toEqual([
      'section_start:7:robustness',
      'section_end:7:robustness',
    ])
    expect(text.startsWith('\u001B[0Ksection_start:7:robustness[collapsed=true]\r\u001B[0KRobustness\n')).toBe(true)
  })
})

describe('OpenMetrics', () => {
  test('reads back', () => {
    const families = parseOpenMetrics(openmetrics(sampleRun()))
    expect(families.map(({ name, type, samples }) => `${name} ${type} ${samples.length}`)).toMatchInlineSnapshot(`
      [
        "vitest_robustness_run info 1",
        "vitest_robustness_gate_verdict stateset 3",
        "vitest_robustness_gate_exit_code gauge 1",
        "vitest_robustness_claim_verdict stateset 16",
        "vitest_robustness_claim_limit gauge 4",
        "vitest_robustness_claim_estimate gauge 3",
        "vitest_robustness_claim_lower gauge 3",
        "vitest_robustness_claim_upper gauge 3",
        "vitest_robustness_claim_cells gauge 3",
        "vitest_robustness_claim_grid_cells gauge 4",
        "vitest_robustness_calls gauge 1",
        "vitest_robustness_duration_seconds gauge 1",
      ]
    `)
    const lower = families.find(({ name }) => name === 'vitest_robustness_claim_lower')
    expect(lower?.samples.find(({ labels }) => labels['claim_id'] === '0f1e2d3c4b5a')?.value).toBe(0.0913)
  })

  test('any text survives as a label', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(HOSTILE)), (text) => {
        const families = parseOpenMetrics(openmetrics(sampleRun([sampleClaim({ title: text })]), { context: false }))
        const verdicts = families.find(({ name }) => name === 'vitest_robustness_claim_verdict')
        expect(verdicts?.samples.map(({ labels }) => labels['claim'])).toEqual(Array(4).fill(text.toWellFormed()))
        expect(verdicts?.samples.map(({ value }) => value)).toEqual([0, 1, 0, 0])
      }),
      { numRuns: 40 },
    )
  })
})
