import type { ClaimResult, ClaimSpec, Observation, Run } from '../types/index.ts'

/** A claim that fails, for tests; every figure can be replaced. */
export function sampleClaim(
  changes: Partial<Omit<ClaimResult, 'spec'>> & { spec?: Partial<ClaimSpec> } = {},
): ClaimResult {
  return {
    id: '0f1e2d3c4b5a',
    title: 'relation extraction > keeps its answer when the instruction is reworded',
    release: 'v2',
    at: { file: 'suites/re.robust.ts', line: 8, column: 3 },
    population: 'on these 24 unseen instructions',
    verdict: 'fail',
    reason: 'the flip rate is above the limit',
    alpha: 0.05,
    claims: 5,
    logWealth: { pass: -3.2, fail: 4.7 },
    estimate: 0.131,
    interval: [0.0913, 0.204],
    units: 84,
    examples: 84,
    cells: 252,
    grid: 67925,
    pool: 2717,
    toDecide: null,
    outcomes: { answered: 249, unparseable: 3 },
    families: [
      { family: 'imperative', asked: 40, failed: 6 },
      { family: 'question', asked: 44, failed: 1 },
    ],
    counterexamples: [
      {
        example: '3f9a0c11d2e4',
        gold: 'founded_by',
        input: { head: 'Acme', tail: 'Ada', sentence: 'Acme was founded by Ada.' },
        before: {
          role: 'canonical',
          variant: 're-s01',
          template: 'Name the relation between {head} and {tail}.\nSentence: {sentence}',
          answer: 'founded_by',
          outcome: 'answered',
          cell: 'v2/re/3f9a0c11d2e4/re-s01/0',
        },
        after: {
          role: 'paraphrase',
          variant: 're-u07',
          template: 'State the relation between {head} and {tail}.\nSentence: {sentence}',
          answer: 'employee_of',
          outcome: 'answered',
          cell: 'v2/re/3f9a0c11d2e4/re-u07/0',
        },
      },
    ],
    notes: [],
    order: ['g1', 'g2'],
    ...changes,
    spec: {
      kind: 'toBeStableUnderParaphrase',
      task: 're',
      taskHash: 'a'.repeat(64),
      options: { maxFlipRate: 0.05 },
      statistic: 'flip rate',
      range: [0, 1],
      limit: 0.05,
      sense: 'at most',
      negated: false,
      roles: [
        { name: 'canonical', pool: ['re-s01'], draw: 1, trials: 1, side: 'candidate' },
        { name: 'paraphrase', pool: ['re-u07', 're-u08'], draw: 2, trials: 1, side: 'candidate' },
      ],
      advisory: false,
      ...changes.spec,
    },
  }
}

/** One claim of each verdict, sorted by title. */
export function sampleClaims(): ClaimResult[] {
  const none = { counterexamples: [], families: [], outcomes: { answered: 252 } }
  return [
    sampleClaim({
      ...none,
      title: 'question answering > beats a coin',
      id: '111111111111',
      verdict: 'pass',
      interval: [0.724, 0.913],
      estimate: 0.83,
      logWealth: { pass: 3.1, fail: -4 },
      spec: { kind: 'toStayAbove', statistic: 'robust accuracy', limit: 0.7, sense: 'at least' },
    }),
    sampleClaim({
      title: 'relation extraction > is no worse than the accepted release',
      id: '222222222222',
      ...none,
      verdict: 'inconclusive',
      reason: 'the pool is used up',
      interval: [-0.014, 0.0312],
      estimate: 0.008,
      units: 300,
      examples: 300,
      cells: 600,
      pool: 300,
      toDecide: 140,
      spec: {
        kind: 'toBeNoWorseThanBaseline',
        statistic: 'loss against the baseline',
        range: [-1, 1],
        limit: 0.02,
        roles: [{ name: 'asked', pool: ['re-u07'], draw: 1, trials: 1, side: 'both' }],
      },
    }),
    sampleClaim(),
    sampleClaim({
      ...none,
      title: 'relation extraction > keeps up with the baseline on seen instructions',
      id: '333333333333',
      verdict: 'not applicable',
      reason: 'there is no baseline yet',
      interval: [-1, 1],
      estimate: null,
      units: 0,
      examples: 0,
      cells: 0,
      outcomes: {},
      spec: { kind: 'toBeNoWorseThanBaseline', statistic: 'loss against the baseline', advisory: true },
    }),
  ]
}

/** A run that fails, with one claim of each verdict. Its figures hang together with nothing: for rendering only. */
export function sampleRun(claims: readonly ClaimResult[] = sampleClaims()): Run {
  const model = { model: 'tiny', revision: 'sha256:1234', endpointKind: 'local', endpoint: 'tiny', format: 'plain' }
  return {
    schema: 2,
    evidence: {
      candidate: { name: 'v2', ...model, parameters: { temperature: 0 } },
      baseline: { name: 'v1', ...model, parameters: { temperature: 0 } },
      baselineId: 'tiny@0123456789ab',
      seed: '41',
      mode: 'gate',
      alpha: 0.05,
      claimsPlanned: { count: 5, from: 'manifest' },
      claims,
      missing: ['question answering > keeps its answer when options move'],
      gate: {
        verdict: 'fail',
        exitCode: 1,
        reasons: [
          'The claim "relation extraction > keeps its answer when the instruction is reworded" fails.',
          'The claim "relation extraction > is no worse than the accepted release" is inconclusive.',
        ],
      },
      tasks: [
        {
          name: 're',
          hash: 'a'.repeat(64),
          kind: 'relation-extraction',
          sources: [{ file: 'fixtures/datasets/re.jsonl', sha256: 'b'.repeat(64) }],
        },
      ],
      observations: { sha256: 'c'.repeat(64), count: 2 },
    },
    context: {
      startedAt: '2026-11-21T01:02:03.456Z',
      durationMs: 1234,
      calls: { made: 700, reused: 152, retried: 3 },
      versions: { node: '26.10.0', vitest: '5.1.1' },
      commit: '0123456789abcdef0123456789abcdef01234567',
      tests: { passed: 1, failed: 2, skipped: 0 },
      tracing: [],
      exitCode: 1,
    },
  }
}

/** An observation, for tests. */
export function sampleObservation(changes: Partial<Observation> = {}): Observation {
  return {
    task: 're',
    release: 'v2',
    example: '3f9a0c11d2e4',
    group: '3f9a0c11d2e4',
    variant: 're-s01',
    trial: 0,
    key: 'd'.repeat(64),
    raw: ' founded by',
    answer: 'founded_by',
    outcome: 'answered',
    score: 1,
    gold: 'founded_by',
    who: { model: 'tiny', revision: 'sha256:1234' },
    tokens: { input: 31, output: 3 },
    ...changes,
  }
}
