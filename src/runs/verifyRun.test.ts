import { describe, expect, test } from 'vitest'
import { findClaimKind } from '../claims/index.ts'
import { decidedRun } from '../cli/decidedRun.testing.ts'
import { taskKinds } from '../core/tasks/index.ts'
import type { ClaimResult, GateResult, Observation, Run } from '../core/words/index.ts'
import { rescoreRun } from './rescoreRun.ts'
import { verifyRun } from './verifyRun.ts'

const { draft, observations, task } = await decidedRun()
const run = { schema: 1, ...draft } as unknown as Run
const deps = { claimKind: findClaimKind, taskKind: (name: string) => taskKinds.find(({ kind }) => kind === name) }

function verifying(changes: {
  claim?: Partial<ClaimResult>
  gate?: Partial<GateResult>
  seen?: readonly Observation[]
}) {
  const [first, ...others] = run.evidence.claims
  if (!first) throw new Error('the run has claims')
  const evidence = {
    ...run.evidence,
    claims: [{ ...first, ...changes.claim }, ...others],
    gate: { ...run.evidence.gate, ...changes.gate },
  }
  return verifyRun({ ...run, evidence }, changes.seen ?? observations, deps)
}

test('the sample is of use: claims fail and pass, and the baseline is stored and asked', () => {
  expect([...new Set(observations.map(({ release }) => release))].toSorted()).toEqual(['v1', 'v1@accepted', 'v2'])
  expect(run.evidence.claims.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'pass'])
})

describe('verifyRun', () => {
  test('nothing differs in a run as it was written', () => {
    expect(verifying({})).toEqual([])
  })

  test('a verdict that does not follow is named', () => {
    const differences = verifying({ claim: { verdict: 'pass' } })
    expect(differences.join('\n')).toContain('"relations > keeps its answer": verdict is recorded as "pass"')
  })

  test('a score changed in the observations is named', () => {
    const seen = observations.map((item) => Object.assign({}, item, { answer: item.gold }))
    expect(verifying({ seen }).length).toBeGreaterThan(0)
  })

  test('a missing observation is named', () => {
    expect(verifying({ seen: observations.filter(({ key }) => key !== observations[0]?.key) }).join('\n')).toMatch(
      /missing|no observation/,
    )
  })

  test('a cell observed twice is named', () => {
    const [first] = observations
    if (!first) throw new Error('the run has observations')
    const differences = verifying({ seen: [{ ...first, score: 0.5 }, ...observations] })
    expect(differences[0]).toContain('was observed twice, with different results')
  })

  test('a gate that is milder than its claims is named', () => {
    const differences = verifying({ gate: { verdict: 'pass', exitCode: 0, reasons: ['All is well.'] } })
    expect(differences).toEqual([
      'the gate is recorded as pass (0), recomputed as fail (1)',
      'the gate does not give a reason that follows from its claims: 1 gating claim fails: "relations > keeps its answer".',
    ])
  })

  test('a gate may be stricter: a usage error is no part of the evidence', () => {
    const reasons = ['Usage: a file', ...run.evidence.gate.reasons]
    expect(verifying({ gate: { verdict: 'inconclusive', exitCode: 2, reasons } })).toEqual([])
  })

  test('the candidate may be the accepted release itself', () => {
    const same = observations.map((item) => Object.assign({}, item, { release: item.release.replace('v2', 'v1') }))
    const seen = [...new Map(same.map((item) => [JSON.stringify(item), item])).values()]
    const candidate = { ...run.evidence.candidate, name: 'v1' }
    const claims = run.evidence.claims.map((claim) => Object.assign({}, claim, { release: 'v1' }))
    expect(verifyRun({ ...run, evidence: { ...run.evidence, candidate, claims } }, seen, deps)).toEqual([])
  })

  test('a claim may be about another release than the candidate', () => {
    const candidate = { ...run.evidence.candidate, name: 'v9' }
    expect(verifyRun({ ...run, evidence: { ...run.evidence, candidate } }, observations, deps)).toEqual([])
  })

  test('a claim kind that is not known here is named', () => {
    const differences = verifyRun(run, observations, { ...deps, claimKind: () => undefined })
    expect(differences[0]).toContain('no claim kind toBeStableUnderParaphrase here')
  })
})

describe('rescoreRun', () => {
  const tasks = new Map([[task.name, task]])

  test('nothing differs in a run as it was written', () => {
    expect(rescoreRun(observations, tasks)).toEqual([])
  })

  test('an answer that does not follow from the raw text is named', () => {
    const [first] = observations
    if (!first) throw new Error('the run has observations')
    expect(rescoreRun([{ ...first, raw: 'neither' }], tasks)[0]).toMatch(/read again as unparseable$/)
    expect(rescoreRun([{ ...first, score: 0.5 }], tasks)[0]).toMatch(/score 0\.5; read again as/)
    expect(rescoreRun([{ ...first, raw: 'neither', outcome: 'truncated', answer: null, score: 0 }], tasks)).toEqual([])
    expect(rescoreRun([{ ...first, example: 'unknown' }], tasks)[0]).toContain('no such example')
  })
})
