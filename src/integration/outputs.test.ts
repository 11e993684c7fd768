import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunUsage } from '../core/types/index.ts'
import { sampleClaim } from '../core/wording/sampleRun.testing.ts'
import { sumUsage } from './run/shards.ts'
import { shardExitCode } from './run/tallyTests.ts'
import { appendSummary, forLog } from './run/writeOutputs.ts'
import { readOutputs } from './session/options.ts'

test('a step’s summary stays under 1 MiB, whatever is in it already', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-summary-'))
  try {
    const file = join(folder, 'summary.md')
    expect(await appendSummary(undefined, 'x')).toBeNull()
    expect(await appendSummary(file, 'one')).toBeNull()
    expect(await appendSummary(file, 'two')).toBeNull()
    expect(await readFile(file, 'utf8')).toBe('one\ntwo\n')
    await writeFile(file, 'x'.repeat(1024 * 1024 - 10))
    expect(await appendSummary(file, 'ten bytes.')).toContain("would pass GitHub's 1 MiB")
    expect(await readFile(file, 'utf8')).toHaveLength(1024 * 1024 - 10)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('outputs by name; github alone by itself, and only there', () => {
  expect(readOutputs(undefined, {})).toEqual([])
  expect(readOutputs(undefined, { GITHUB_ACTIONS: 'true' })).toEqual(['github'])
  expect(readOutputs([], { GITHUB_ACTIONS: 'true' })).toEqual([])
  expect(readOutputs(['openmetrics', 'openmetrics'], {})).toEqual(['openmetrics'])
  expect(() => readOutputs(['gitlap'], {})).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: robustness({ outputs }): unknown output "gitlap" (did you mean "gitlab"?); it is one of github, gitlab, openmetrics]`,
  )
})

test('a report for a log is left alone where no output asks for more', async () => {
  expect(await forLog('::error::x\n', [])).toBe('::error::x\n')
  expect(await forLog('::error::x\n', ['github'])).toMatch(/^::stop-commands::([\da-f-]{36})\n::error::x\n\n::\1::$/)
})

test('what a shard ends with', () => {
  const fine = { usageErrors: [], ordinaryFailures: 0 }
  const one = (verdict: 'pass' | 'fail' | 'inconclusive' | 'not applicable', advisory = false) =>
    sampleClaim({ verdict, spec: { advisory } })
  expect(shardExitCode([], fine, [])).toBe(0)
  expect(shardExitCode([one('pass'), one('not applicable'), one('fail', true)], fine, [])).toBe(0)
  expect(shardExitCode([one('inconclusive')], fine, [])).toBe(3)
  expect(shardExitCode([one('pass')], fine, ['several models answered'])).toBe(3)
  expect(shardExitCode([one('inconclusive'), one('fail')], fine, [])).toBe(1)
  expect(shardExitCode([one('pass')], { ...fine, ordinaryFailures: 1 }, [])).toBe(1)
  expect(shardExitCode([one('fail')], { ...fine, usageErrors: ['no file'] }, [])).toBe(2)
})

test('usage adds up, and what does not is left out', () => {
  const usage: RunUsage = {
    tokens: { input: 10, output: 4, reasoning: 1, estimated: 2 },
    cost: { amount: 0.5, currency: 'USD' },
    latencyMs: { p50: 1, p90: 2, p99: 3 },
  }
  expect(sumUsage([])).toBeNull()
  expect(sumUsage([usage])).toEqual(usage)
  expect(sumUsage([usage, usage])).toEqual({
    tokens: { input: 20, output: 8, reasoning: 2, estimated: 4 },
    cost: { amount: 1, currency: 'USD' },
    latencyMs: null,
  })
  expect(sumUsage([usage, { ...usage, cost: null }])?.cost).toBeNull()
  expect(sumUsage([usage, { ...usage, cost: { amount: 1, currency: 'EUR' } }])?.cost).toBeNull()
})
