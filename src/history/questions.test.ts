import { describe, expect, test } from 'vitest'
import { sampleClaim } from '../core/wording/sampleRun.testing.ts'
import { findClaims, firstBroken, releasesOf, sensitivityDrift, trendPoints } from './questions.ts'
import { runOf } from './historyRuns.testing.ts'
import type { RecordedClaim } from './tables.ts'
import { rowsOf } from './tables.ts'

/** What a database hands back for a run of each line: release, day, and what its claim said. */
function told(...runs: readonly Parameters<typeof runOf>[]): RecordedClaim[] {
  return runs.flatMap((args) => {
    const { run, claims } = rowsOf(runOf(...args), { runId: `run of ${args[1]}` })
    const { runId, line, seed, startedAt } = run
    return claims.map((claim) => Object.assign(claim, { runId, line, seed, startedAt }) as RecordedClaim)
  })
}

const pass = { verdict: 'pass' } as const
const fail = { verdict: 'fail' } as const

describe('releases', () => {
  test('stand where their first run began; the latest run speaks', () => {
    const claims = told(
      ['v1', '2026-01-01', pass],
      ['v2', '2026-01-02', fail],
      ['v1', '2026-01-03', fail, { seed: '7' }],
    )
    expect(
      releasesOf(claims).map(({ release, runs, failed, last }) => [release, runs, failed, last.startedAt]),
    ).toEqual([
      ['v1', 2, 1, '2026-01-03T00:00:00.000Z'],
      ['v2', 1, 1, '2026-01-02T00:00:00.000Z'],
    ])
  })

  test('of one name are distinguished by revision', () => {
    const claims = told(
      ['candidate', '2026-01-01', pass, { revision: 'aaaaaaaaaaaa' }],
      ['candidate', '2026-01-02', fail, { revision: 'bbbbbbbbbbbb' }],
      ['candidate', '2026-01-03', fail, { revision: null }],
    )
    expect(releasesOf(claims).map(({ release }) => release)).toEqual([
      'candidate@aaaaaaa',
      'candidate@bbbbbbb',
      'candidate@unpinne',
    ])
  })
})

describe('the first release that broke a claim', () => {
  test('with the last good one before, and those that kept it again', () => {
    const claims = told(
      ['v1', '2026-01-01', pass],
      ['v2', '2026-01-02', { verdict: 'inconclusive' }],
      ['v3', '2026-01-03', fail],
      ['v4', '2026-01-04', fail],
      ['v5', '2026-01-05', pass],
    )
    const { broken, failure, lastGood, mended, changed, releases } = firstBroken(claims)
    expect([broken?.release, failure?.runId, lastGood?.release, mended.map(({ release }) => release)]).toEqual([
      'v3',
      'run of 2026-01-03',
      'v1',
      ['v5'],
    ])
    expect([changed, releases]).toEqual([[], 5])
  })

  test('one failing run of several is enough, and its own figures are shown', () => {
    const claims = told(['v1', '2026-01-01', fail], ['v1', '2026-01-02', pass, { seed: '7' }])
    expect(firstBroken(claims)).toMatchObject({
      broken: { runs: 2, failed: 1 },
      failure: { verdict: 'fail' },
      lastGood: null,
    })
  })

  test('says what else changed', () => {
    const spec = { ...sampleClaim().spec, limit: 0.01, taskHash: 'f'.repeat(64) }
    const claims = told(['v1', '2026-01-01', pass], ['v2', '2026-01-02', { ...fail, spec }])
    expect(firstBroken(claims).changed).toEqual([
      'limit 0.05 became 0.01',
      `examples or instructions of ${spec.task} changed`,
    ])
  })

  test('may be none', () => {
    expect(firstBroken(told(['v1', '2026-01-01', pass]))).toMatchObject({ broken: null, failure: null, mended: [] })
  })
})

describe('drift', () => {
  const at = (
    day: number,
    estimate: number,
    changes: Parameters<typeof sampleClaim>[0] = {},
  ): Parameters<typeof runOf> => [`v${day}`, `2026-01-0${day}`, { estimate, ...changes }]

  test('is the slope over releases, with an interval from 4 on', () => {
    const [drift] = sensitivityDrift(told(at(1, 0.01), at(2, 0.02), at(3, 0.03), at(4, 0.04)))
    expect(drift?.trend?.slope).toBeCloseTo(0.01, 12)
    expect(drift?.trend?.interval?.[0]).toBeCloseTo(0.01, 12)
    expect(sensitivityDrift(told(at(1, 0.01), at(2, 0.02)))[0]?.trend).toEqual({ slope: 0.01, interval: null })
  })

  test('leaves out other data, other statistics and what has no estimate', () => {
    const other = { spec: { ...sampleClaim().spec, taskHash: 'f'.repeat(64) } }
    const accuracy = { title: 'accurate', spec: { ...sampleClaim().spec, statistic: 'accuracy' } }
    const runs = told(at(1, 0.5, other), at(2, 0.02), at(3, 0.04), at(4, 0.9, accuracy), [
      'v5',
      '2026-01-05',
      { estimate: null },
    ])
    expect(sensitivityDrift(runs)).toMatchObject([{ left: 1, releases: [{ release: 'v2' }, { release: 'v3' }] }])
    expect(sensitivityDrift(runs)[0]?.trend?.slope).toBeCloseTo(0.02, 12)
  })

  test('leaves out another limit and another number of gating claims: a gate stops where they say', () => {
    const limit = { spec: { ...sampleClaim().spec, limit: 0.2 } }
    const runs = told(at(1, 0.5, limit), at(2, 0.02), at(3, 0.04))
    expect(sensitivityDrift(runs)).toMatchObject([{ left: 1, releases: [{ release: 'v2' }, { release: 'v3' }] }])
    const planned = runs.map((run, index) =>
      Object.assign({}, run, { limitValue: 0.05, claimsPlanned: index === 1 ? 2 : 30 }),
    )
    expect(sensitivityDrift(planned)).toMatchObject([{ left: 1, releases: [{ release: 'v1' }, { release: 'v3' }] }])
  })
})

describe('which claim is meant', () => {
  const names = [
    { title: 'qa > keeps', claimId: 'aaaaaa111111' },
    { title: 'qa > keeps its answer', claimId: 'bbbbbb222222' },
    { title: 'qa > keeps its answer', claimId: 'cccccc333333' },
    { title: 'qa > holds its answer', claimId: 'cccccc333333' },
  ]
  const titles = (word: string) => findClaims(names, word).map(({ title, claimId }) => `${title} ${claimId[0]}`)

  test('by title, by part of one, by id with its earlier title', () => {
    expect(titles('qa > keeps')).toEqual(['qa > keeps a'])
    expect(titles('HOLDS')).toEqual(['qa > holds its answer c'])
    expect(titles('qa > keeps its answer')).toEqual(['qa > keeps its answer b', 'qa > keeps its answer c'])
    expect(titles('cccccc')).toEqual(['qa > keeps its answer c', 'qa > holds its answer c'])
  })

  test('or an error that helps', () => {
    expect(() => titles('answer')).toThrowErrorMatchingInlineSnapshot(`
      [UsageError: 2 claims have "answer" in their title; say more of it:
        qa > keeps its answer
        qa > holds its answer]
    `)
    expect(() => titles('qa > kepes')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: No claim "qa > kepes" in the history (did you mean "qa > keeps"?); all of them: npx vitest-robustness history]`,
    )
    expect(() => findClaims([], 'x')).toThrowErrorMatchingInlineSnapshot(
      `[UsageError: The history holds no claims yet: \`npx vitest run\` records them]`,
    )
  })
})

test('points of a trend stand once, although several places hold them', () => {
  const [claim] = told(['v1', '2026-01-02', pass])
  if (claim === undefined) throw new Error('no claim')
  const [point] = trendPoints([claim])
  expect(point).toMatchObject({
    release: 'v1',
    at: '2026-01-02T00:00:00.000Z',
    verdict: 'pass',
    limit: claim.limitValue,
  })
  const earlier = { ...trendPoints([claim])[0]!, at: '2026-01-01T00:00:00.000Z' }
  expect(trendPoints([claim], [point!, earlier]).map(({ at }) => at.slice(0, 10))).toEqual(['2026-01-01', '2026-01-02'])
})

test('the line of a run is what the run says, else that of its baseline; who records it may say another', () => {
  const run = runOf('v1', '2026-01-01')
  const { schema, context } = run
  const evidence = { ...run.evidence, baselineId: null }
  const named = { ...context, line: 'support-bot' }
  expect(rowsOf(run, { runId: 'a' }).run.line).toBe('tiny')
  expect(rowsOf({ schema, evidence, context }, { runId: 'a' }).run.line).toBe('default')
  expect(rowsOf({ schema, evidence, context: named }, { runId: 'a' }).run.line).toBe('support-bot')
  expect(rowsOf({ schema, evidence, context: named }, { runId: 'a', line: 'x' }).run.line).toBe('x')
})
