import { describe, expect, test } from 'vitest'
import type { ClaimResult, Observation, Stopped } from '../core/types/index.ts'
import { exhibit } from './exhibit.ts'
import { decideInFull as decide, fakeDeps, flipKind, flipping, flipSpec } from './fakes.testing.ts'
import { recordedRule } from '../core/sequential/index.ts'
import { reasonFor } from '../core/wording/index.ts'
import { gather } from './gather.ts'
import { groupExamples, planUnits } from './planUnits.ts'
import { summarise } from './_internal/summarise.ts'
import type { DecideDeps } from './ports.ts'
import { unitEvidence } from './unitEvidence.ts'
import { verifyClaim } from './verifyClaim.ts'

const deps = (observations: readonly Observation[]) => ({
  kind: flipKind,
  sameAnswer: (a: string, b: string) => a === b,
  observations,
  releases: { candidate: 'v2', baseline: null },
})

describe('verifying a claim', () => {
  test.each([0, 0.04, 0.3])('finds nothing in an untouched result at flip rate %f', async (rate) => {
    const { result, observations } = await decide(flipSpec(), fakeDeps(flipping(rate), 120))
    const foreign = { ...observations[0]!, task: 'other' }
    const saved = JSON.parse(JSON.stringify({ result, observations: [...observations.toReversed(), foreign] }))
    expect(verifyClaim(saved.result, deps(saved.observations))).toEqual([])
  })

  test('names what is missing, contradictory or changed', async () => {
    const { result, observations } = await decide(flipSpec(), fakeDeps(flipping(0.3)))
    expect(verifyClaim(result, deps(observations.slice(1))).join('\n')).toContain(
      '"a claim": 1 observations are missing: v2/e0/w0/0',
    )
    const odd = observations.with(3, { ...observations[3]!, outcome: 'error' })
    expect(verifyClaim(result, deps(odd)).join('\n')).toContain('1 observations contradict themselves: v2/e0/')
    const calm = observations.map((observation) => ({ ...observation, answer: 'yes', score: 1 }))
    const differences = verifyClaim(result, deps(calm)).join('\n')
    expect(differences).toContain('verdict is recorded as "fail", recomputed as "inconclusive"')
    expect(differences).toContain('estimate is recorded as')
    expect(verifyClaim({ ...result, verdict: 'pass' }, deps(observations))).toHaveLength(1)
    expect(verifyClaim({ ...result, spec: flipSpec({ limit: 0.06 }) }, deps(observations)).join()).toContain('id is')
  })

  test('recomputes a claim of release 0.1, which has no horizons, by the open mixture alone', async () => {
    const spec = flipSpec()
    const { result, observations } = await decide(spec, fakeDeps(flipping(0.02), 120))
    const { horizons, ...bare } = result
    expect(horizons).toEqual([{ start: 0, end: 120, pass: expect.any(Number), fail: expect.any(Number) }])
    const gathering = gather({ spec, kind: flipKind, sameAnswer: (a, b) => a === b, rule: recordedRule(bare) })
    const groups = groupExamples(observations.map(({ example, group }) => ({ id: example, group })))
    const byCell = new Map(observations.map((one) => [`${one.example}/${one.variant}`, one]))
    for (const unit of planUnits(spec, { groups, order: result.order })) {
      if (gathering.done()) break
      gathering.add(
        unitEvidence(
          unit,
          unit.asks.map(({ cell }) => byCell.get(`${cell.example}/${cell.variant}`)),
        ),
      )
    }
    const summary = summarise(gathering.result(), spec, recordedRule(bare))
    // The mixture alone stays open here, and an open claim shows cases that a passing one does not.
    const { counterexamples } = await exhibit(spec, gathering.result().units, summary, fakeDeps(flipping(0.02), 120))
    const open = { ...bare, ...summary }
    const rule = recordedRule(bare)
    const reason = reasonFor(open, { why: 'exhausted' }, rule, summary.outcomes)
    const old = { ...open, counterexamples, stopped: 'exhausted' as const, reason }
    expect(old.logWealth).not.toEqual(result.logWealth)
    expect(verifyClaim(old, deps(observations))).toEqual([])
    expect(verifyClaim({ ...old, horizons: horizons! }, deps(observations))).not.toEqual([])
  })

  test('a bet for another end than the pool’s, or with other shares, is named', async () => {
    const { result, observations } = await decide(flipSpec(), fakeDeps(flipping(0.02), 120))
    const [horizon] = result.horizons!
    const moved = verifyClaim({ ...result, horizons: [{ ...horizon!, end: 130 }] }, deps(observations)).join('\n')
    expect(moved).toContain('a part of the capital bets on the end of 130 sources, and the pool holds 120')
    const shared = verifyClaim({ ...result, horizons: [{ ...horizon!, pass: 0.9 }] }, deps(observations)).join('\n')
    expect(shared).toContain('horizons is recorded as [{"start":0,"end":120,"pass":0.9')
  })

  test('notices units after the verdict and units without observations', async () => {
    const { result, observations } = await decide(flipSpec(), fakeDeps(flipping(0), 500))
    const order = [...result.order, 'g400']
    expect(verifyClaim({ ...result, order }, deps(observations)).join()).toContain('no observation of source g400')
    const more = (await decide(flipSpec({ limit: 0.03 }), fakeDeps(flipping(0), 500))).observations
    const longer = Array.from({ length: result.units + 2 }, (_, i) => `g${i}`)
    expect(verifyClaim({ ...result, order: longer }, deps(more)).join()).toContain('2 sources before the recorded stop')
  })

  test('a claim that does not apply rests on nothing, has no figures, and says why', async () => {
    const { result } = await decide(flipSpec(), fakeDeps(flipping(0), 5))
    const { stopped: _, horizons: _horizons, ...rest } = result
    const idle: ClaimResult = {
      ...rest,
      verdict: 'not applicable',
      reason: 'no baseline is accepted yet',
      order: [],
      interval: [0, 1],
      logWealth: { pass: 0, fail: 0 },
      estimate: null,
      units: 0,
      examples: 0,
      cells: 0,
      toDecide: null,
      outcomes: {},
      families: [],
      counterexamples: [],
    }
    expect(verifyClaim(idle, deps([]))).toEqual([])
    const forged: Partial<ClaimResult>[] = [
      { order: ['g1'] },
      { reason: 'it passed last week' },
      { units: 5 },
      { cells: 5 },
      { estimate: 0 },
      { interval: [0, 0.01] },
      { logWealth: { pass: 9, fail: 0 } },
      { outcomes: { answered: 40 } },
      { id: '0123456789ab' },
    ]
    for (const part of forged) expect(verifyClaim({ ...idle, ...part }, deps([]))).toHaveLength(1)
  })
})

describe('what stopped an open claim', () => {
  const ends: Record<string, Partial<DecideDeps>> = {
    exhausted: {},
    budget: { maxCells: 40 },
    aborted: { signal: AbortSignal.abort(new Error('its deadline of 5 s has passed')) },
    missing: {
      ask: async (side, cell, signal) =>
        cell.example === 'e9' ? null : fakeDeps(flipping(0.04), 20).ask(side, cell, signal),
    },
    mixed: {
      ask: async (side, cell, signal) => {
        const seen = (await fakeDeps(flipping(0.04), 20).ask(side, cell, signal))!
        return cell.example === 'e9' ? { ...seen, who: { model: 'another', revision: null } } : seen
      },
    },
  }

  test.each(Object.entries(ends))('%s: its sentence is recomputed, another one is named', async (stopped, how) => {
    const { result, observations } = await decide(flipSpec(), { ...fakeDeps(flipping(0.04), 20), ...how })
    expect(result).toMatchObject({ verdict: 'inconclusive', stopped })
    expect(verifyClaim(result, deps(observations))).toEqual([])
    const others = ['exhausted', 'budget', 'aborted', 'missing', 'mixed'].filter((other) => other !== stopped)
    for (const other of others)
      expect(forgedDifferences({ stopped: other as Stopped }, result, observations)).not.toEqual([])
    const { stopped: _, ...silent } = result
    expect(verifyClaim(silent, deps(observations)).join()).toContain('does not say what stopped it')
    // No observation holds what ended it from outside, so any message is accepted there.
    const sentences = [`${result.reason}, and it looks fine`, 'it was nearly a pass', '']
    const refused = sentences.filter((reason) => forgedDifferences({ reason }, result, observations).length > 0)
    expect(refused).toEqual(stopped === 'aborted' ? [''] : sentences)
  })

  test('a cell that was answered stopped nothing', async () => {
    const { result, observations } = await decide(flipSpec(), { ...fakeDeps(flipping(0.04), 20), ...ends['missing'] })
    const reason = result.reason.replace('example e9', 'example e8')
    expect(verifyClaim({ ...result, reason }, deps(observations)).join()).toContain(
      'a cell without an answer that has one',
    )
  })

  test('a budget below what the claim rests on is named', async () => {
    const { result, observations } = await decide(flipSpec(), { ...fakeDeps(flipping(0.04), 20), ...ends['budget'] })
    const reason = result.reason.replace('40 cells', '8 cells')
    expect(verifyClaim({ ...result, reason }, deps(observations)).join()).toMatch(
      /its budget is recorded as 8 cells, and it rests on \d+/,
    )
  })
})

function forgedDifferences(
  forged: Partial<ClaimResult>,
  result: ClaimResult,
  observations: readonly Observation[],
): readonly string[] {
  return verifyClaim({ ...result, ...forged }, deps(observations))
}
