import { expect, test } from 'vitest'
import { sampleRun } from '../../src/core/wording/sampleRun.testing.ts'
import type { RunEvidence } from '../../src/core/types/index.ts'
import { shipLine } from './shipLine.ts'

const passed: RunEvidence = {
  ...sampleRun().evidence,
  gate: { verdict: 'pass', exitCode: 0, reasons: [] },
}

test('what a pass guarantees, and over how many attempts', () => {
  expect(shipLine(passed)).toMatchInlineSnapshot(
    `"v2 may ship: a release that breaks a gating claim gets here with a chance of at most 0.05 in this one attempt"`,
  )
  expect(shipLine(passed, { earlierGatesUnknown: true })).toMatchInlineSnapshot(
    `"v2 may ship: a release that breaks a gating claim gets here with a chance of at most 0.05 in this one attempt; whether there were earlier gates is not known here"`,
  )
  const gates = [
    { run: '1', seed: '0', verdict: 'fail' },
    { run: '2', seed: '1', verdict: 'inconclusive' },
  ] as const
  expect(shipLine({ ...passed, earlierGates: { gates, newAttempt: 'fresh' } })).toMatchInlineSnapshot(
    `"v2 may ship: a release that breaks a gating claim gets here with a chance of at most 0.05 in this one gate, the 3rd of this revision (seed 0: fail, seed 1: inconclusive); attempts are not counted"`,
  )
  const attempt = { id: 'a', number: 2, total: 0.05, alpha: 0.0076, earlier: [], regressions: [] }
  expect(shipLine({ ...passed, alpha: 0.0076, attempt })).toMatchInlineSnapshot(
    `"v2 may ship: a release that breaks a gating claim gets here with a chance of at most 0.0076 at this attempt, the 2nd, and of at most 0.05 over all"`,
  )
})
