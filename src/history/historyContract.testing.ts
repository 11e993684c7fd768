/** What every database must do, as tests: run in a `describe` of its own. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunAttempt } from '../core/types/index.ts'
import { runOf } from './historyRuns.testing.ts'
import type { History } from './_internal/openDatabase.ts'

/** @param open opens an empty history */
export function historyContract(open: () => Promise<History>): void {
  let history: History
  beforeEach(async () => {
    history = await open()
  })
  afterEach(() => history.close())

  test('the same run is kept once', async () => {
    const run = runOf('v1', '2026-01-01')
    expect(await history.record(run, { runId: 'a' })).toBe(true)
    const later = { ...run, context: { ...run.context, startedAt: '2026-02-01T00:00:00.000Z' } }
    expect(await history.record(later, { runId: 'b' })).toBe(false)
    expect(await history.runs()).toMatchObject([{ runId: 'a', startedAt: '2026-01-01T00:00:00.000Z', claims: 1 }])
  })

  test('figures come back as they were', async () => {
    const run = runOf('v1', '2026-01-01', { estimate: 0.1 + 0.2, interval: [-0.25, 1e-9], grid: 2 ** 40 })
    await history.record(run, { runId: 'a' })
    const [claim] = run.evidence.claims
    expect(await history.claims()).toEqual([
      expect.objectContaining({
        claimId: claim?.id,
        title: claim?.title,
        estimate: 0.1 + 0.2,
        least: -0.25,
        most: 1e-9,
        grid: 2 ** 40,
        limitValue: claim?.spec.limit,
        verdict: claim?.verdict,
        advisory: 0,
        releaseName: 'v1',
        revision: 'v1-digest',
        line: 'tiny',
      }),
    ])
  })

  test('text that a database would choke on is kept, or marked', async () => {
    const title = `a\0b 'c' "d" \\ ; drop table robustness_run; -- \uD800 漢 \u202E`
    await history.record(runOf('v1', '2026-01-01', { title }), { runId: 'a' })
    expect((await history.names()).map((name) => name.title)).toEqual([
      `a\uFFFDb 'c' "d" \\ ; drop table robustness_run; -- \uFFFD 漢 \u202E`,
    ])
  })

  test('a waived claim keeps its id; claims that were not applicable are no evidence', async () => {
    const waived = { of: '0123456789ab', limit: 0.05, reason: 'r', owner: 'o', expires: '2026-12-31' }
    await history.record(runOf('v1', '2026-01-01', { waived }), { runId: 'a' })
    await history.record(runOf('v2', '2026-01-02', { verdict: 'not applicable' }), { runId: 'b' })
    expect(await history.claims()).toMatchObject([{ claimId: '0123456789ab', waived: 1 }])
    expect(await history.runs()).toHaveLength(2)
  })

  test('the highest attempt at a baseline is known, of that baseline alone', async () => {
    expect(await history.lastAttempt('tiny@1')).toBe(0)
    for (const [day, number, baselineId] of [
      ['2026-01-01', 2, 'tiny@1'],
      ['2026-01-02', 9, 'tiny@2'],
      ['2026-01-03', 11, 'tiny@1'],
      ['2026-01-04', null, 'tiny@1'],
    ] as const) {
      const run = runOf('v1', day)
      const evidence = {
        ...run.evidence,
        baselineId,
        seed: day,
        ...(number !== null && { attempt: attemptWith(number) }),
      }
      // oxlint-disable-next-line no-await-in-loop
      await history.record({ ...run, evidence }, { runId: day })
    }
    expect(await history.lastAttempt('tiny@1')).toBe(11)
  })

  test('questions are about a time, a line, a release, a claim', async () => {
    await history.record(runOf('v1', '2026-01-01'), { runId: 'a' })
    await history.record(runOf('v2', '2026-02-01', {}, { revision: '100%_sure' }), { runId: 'b', line: 'other' })
    await history.record(runOf('v2', '2026-03-01', { title: 'another' }, { revision: 'abc' }), { runId: 'c' })
    const ids = async (filter: Parameters<History['runs']>[0]) => (await history.runs(filter)).map(({ runId }) => runId)
    expect(await ids({})).toEqual(['a', 'b', 'c'])
    expect(await ids({ since: '2026-02-01' })).toEqual(['b', 'c'])
    expect(await ids({ before: '2026-02-01T00:00:00.000Z' })).toEqual(['a'])
    expect(await ids({ line: 'tiny' })).toEqual(['a', 'c'])
    expect(await ids({ release: 'v2' })).toEqual(['b', 'c'])
    expect(await ids({ release: 'v2@ab' })).toEqual(['c'])
    expect((await history.claims({ release: 'v2@ab' })).map(({ title }) => title)).toEqual(['another'])
    const names = (await history.names()).filter(({ title }) => title === 'another')
    expect((await history.claims({ names })).map(({ runId }) => runId)).toEqual(['c'])
    expect(await history.claims({ names: [] })).toEqual([])
  })

  test('a run without claims and one with many', async () => {
    const empty = runOf('v1', '2026-01-01')
    await history.record({ ...empty, evidence: { ...empty.evidence, claims: [] } }, { runId: 'a' })
    const many = runOf('v2', '2026-01-02')
    const [claim] = many.evidence.claims
    if (claim === undefined) throw new Error('a run without claims')
    const claims = Array.from({ length: 2000 }, (_, index) => ({ ...claim, title: `claim ${index}` }))
    await history.record({ ...many, evidence: { ...many.evidence, claims } }, { runId: 'b' })
    expect((await history.runs()).map((run) => run.claims)).toEqual([0, 2000])
  })
}

function attemptWith(number: number): RunAttempt {
  return { id: '0123456789ab', number, total: 0.05, alpha: 0.01, earlier: [], regressions: [] }
}
