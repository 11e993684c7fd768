import { describe, expect, test } from 'vitest'
import { findClaimKind } from '../claims/index.ts'
import { decidedRun } from '../cli/decidedRun.testing.ts'
import { compareWithBaseline } from '../core/compare/index.ts'
import { taskKinds } from '../core/tasks/index.ts'
import type { ClaimResult, GateResult, Observation, Run } from '../core/types/index.ts'
import { rescoreRun } from './rescoreRun.ts'
import { verifyRun } from './verifyRun.ts'

const { draft, observations, task, stored } = await decidedRun()
const run = { schema: 2, ...draft } as unknown as Run
const deps = {
  claimKind: findClaimKind,
  taskKind: (name: string) => taskKinds.find(({ kind }) => kind === name),
  baseline: stored,
  anchor: null,
  ledger: null,
}

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
    expect(differences).toMatchInlineSnapshot(`
      [
        "the process is recorded to have ended with 1, the gate's exit code is 0",
        "gate/verdict is recorded as "pass", recomputed as "fail"",
        "gate/exitCode is recorded as 0, recomputed as 1",
        "gate/reasons is recorded as ["All is well."], recomputed as ["1 gating claim fails: \\"relations > keeps its answer\\"."]",
      ]
    `)
  })

  test('a usage error is a circumstance of the gate', () => {
    const circumstances = { ...run.evidence.circumstances!, usageErrors: ['a file'] }
    const reasons = ['Usage: a file', ...run.evidence.gate.reasons]
    const gate = { verdict: 'inconclusive', exitCode: 2, reasons } as const
    const evidence = { ...run.evidence, circumstances, gate }
    const stricter = { ...run, evidence, context: { ...run.context, exitCode: 2 as const } }
    expect(verifyRun(stricter, observations, deps)).toEqual([])
    expect(verifying({ gate }).join('\n')).toContain('gate/reasons is recorded as ["Usage: a file",')
  })

  test('the candidate may be the accepted release itself', async () => {
    const same = await decidedRun('v1')
    const again = { schema: 2, ...same.draft } as unknown as Run
    const seen = [...new Map(same.observations.map((item) => [JSON.stringify(item), item])).values()]
    expect(verifyRun(again, seen, { ...deps, baseline: same.stored })).toEqual([])
  })

  test('a claim may be about another release than the candidate, if the run describes it and says that this shows nothing', () => {
    const { candidate: v2 } = run.evidence
    const candidate = { ...v2, name: 'v9' }
    const { claims } = run.evidence
    const manifest = stored.baseline.claims
    const none = compareWithBaseline({ manifest, claims, pairs: [], where: {}, fixed: false })
    const about = (releases: Run['evidence']['releases']) =>
      verifyRun(
        { ...run, evidence: { ...run.evidence, candidate, comparison: none, ...(releases && { releases }) } },
        observations,
        deps,
      )
    const told = about([v2])
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(
      /^the run does not say what its observations show: \d gating claims? did not ask v9, the candidate/,
    )
    expect(about(undefined)[0]).toBe('"relations > keeps its answer" is about v2, which is no release of this run')
  })

  test('failing claims that were cut from the run leave their observations behind', () => {
    const claims = run.evidence.claims.filter(({ verdict }) => verdict === 'pass')
    const gate = { verdict: 'pass', exitCode: 0, reasons: [`All ${claims.length} gating claims pass.`] } as const
    const candidate = { ...run.evidence.candidate, revision: 'totally-other' }
    const evidence = { ...run.evidence, claims, gate, candidate }
    const forged = { ...run, evidence, context: { ...run.context, exitCode: 0 as const } }
    expect(verifyRun(forged, observations, deps).map((one) => one.replace(/: v2\/.*/, ': …'))).toMatchInlineSnapshot(`
      [
        "the run does not say what its observations show: v2 is tiny, totally-other by the config, and tiny, sha256:1234 answered.",
        ""relations > mostly keeps its answer" met its sources in another order than seed 41 gives v2@totally-other",
        ""relations > stays as good" met its sources in another order than seed 41 gives v2@totally-other",
        "claims of the baseline that the run did not decide are recorded as none, and are "relations > keeps its answer"",
      ]
    `)
  })

  test('a run of version 0.1 is refused by its format, with the way out', () => {
    expect(verifyRun({ ...run, schema: 1 }, observations, deps)).toMatchInlineSnapshot(`
      [
        "run.json has format 1, that of version 0.1: it does not hold what the reasons of its gate follow from, so it cannot be verified here. Gate the release again (recorded answers are not asked again), or check it with the version that wrote it: npx vitest-robustness@0.1 report --verify",
      ]
    `)
  })

  test('without the baseline nobody can tell which claims are missing', () => {
    const differences = verifyRun(run, observations, { ...deps, baseline: null })
    expect(differences.map((one) => one.replace(/@[0-9a-f]{12}/, '@HASH'))).toMatchInlineSnapshot(`
      [
        "the baseline tiny@HASH is not at hand, so nobody can tell whether all of its claims are in the run: name its folder with --baseline (it was accepted/tiny)",
      ]
    `)
  })

  test('a claim kind that is not known here is named', () => {
    const differences = verifyRun(run, observations, { ...deps, claimKind: () => undefined })
    expect(differences[0]).toContain('no claim kind toBeStableUnderParaphrase here')
    // The cells that such a claim rests on are not known, so nothing is reported as cut.
    expect(differences.filter((one) => one.includes('belong to no claim'))).toEqual([])
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
