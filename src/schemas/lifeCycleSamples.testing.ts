import type { BaselineHistory, Comparison, LedgerEntry, RunAttempt } from '../core/types/index.ts'

const spent = { claim: 'abcdef012345', task: 're', example: 'e1', group: 'g1', variant: 're-s01' }

export const entry: Required<LedgerEntry> = {
  id: 'abcdef012345',
  baseline: 'tiny@1',
  candidate: 'v2@1',
  seed: '0',
  attempt: 1,
  alpha: 0.03,
  verdict: 'fail',
  evidence: '0123456789abcdef',
  claims: ['abcdef012345'],
  spent: [spent],
}

export const history: Required<BaselineHistory> = {
  schema: 1,
  events: [
    {
      action: 'accepted',
      id: 'tiny@3f9a0c11d2e4',
      release: 'v1',
      revision: null,
      acceptedOn: '2026-11-21',
      by: 'ann',
      reason: 'better',
    },
  ],
}

const { baseline: _baseline, spent: _spent, evidence: _evidence, claims: _claims, ...earlier } = entry

export const attempt: Required<RunAttempt> = {
  id: 'abcdef012345',
  number: 2,
  total: 0.05,
  alpha: 0.0076,
  earlier: [earlier],
  display: [{ task: 're', groups: ['g1'] }],
  excluded: [],
  regressions: [{ ...spent, outcome: 'answered', score: 1 }],
}

export const comparison: Required<Comparison> = {
  newlyFailing: ['a'],
  newlyPassing: ['b'],
  moved: [{ title: 'c', before: [0, 0.1], now: [0.2, 0.3] }],
  differences: [{ title: 'd', verdict: 'pass', estimate: null, interval: [-1, 1] }],
  examples: 4,
  broken: [{ task: 're', example: 'e1' }],
  brokenByNoise: null,
  mended: [{ task: 're', example: 'e2' }],
  sources: { compared: 4, worse: 1, better: 1, pValue: null },
  parts: 2,
  losses: [{ by: 'family', task: 're', name: 'terse', sources: 3, lost: 1, gained: 0, interval: [0.1, 0.7] }],
}

export const waivers = {
  waivers: [{ claim: 'keeps its answer', limit: 0.1, reason: 'known', owner: 'ann', expires: '2026-12-31' }],
}
