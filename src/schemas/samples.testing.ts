import type { Baseline, BaselineCell, ClaimResult, Observation, ReleaseInfo, Run } from '../core/words/index.ts'

const sha = 'a'.repeat(64)

const release: Required<ReleaseInfo> = {
  name: 'v2',
  model: 'tiny',
  revision: 'sha256:1',
  endpointKind: 'local',
  endpoint: 'tiny',
  format: 'plain',
  parameters: { temperature: 0, stop: ['\n'] },
}

const observation: Required<Observation> = {
  example: 'e1',
  variant: 're-s01',
  trial: 0,
  task: 're',
  release: 'v2',
  group: 'g1',
  key: sha,
  raw: null,
  answer: null,
  outcome: 'too_long',
  reason: 'prompt too long',
  score: 0,
  gold: 'founded_by',
  who: { model: 'tiny', revision: null, fingerprint: 'fp' },
  tokens: { input: 12, output: null },
}

const side = {
  role: 'canonical',
  variant: 're-s01',
  template: '{head}',
  answer: 'x',
  outcome: 'answered',
  cell: 'v2/re/e1/re-s01/0',
} as const

const claim: Required<ClaimResult> = {
  id: 'abcdef012345',
  title: 'keeps its answer',
  release: 'v2',
  at: { file: 'suites/re.robust.ts', line: 3, column: 1 },
  spec: {
    kind: 'toBeStableUnderParaphrase',
    task: 're',
    taskHash: sha,
    options: { maxFlipRate: 0.05 },
    statistic: 'flip rate',
    range: [0, 1],
    limit: 0.05,
    sense: 'at most',
    negated: false,
    roles: [{ name: 'canonical', pool: ['re-s01'], draw: 1, trials: 1, side: 'both' }],
    advisory: false,
  },
  population: 'on these 24 unseen instructions',
  verdict: 'not applicable',
  reason: 'no baseline',
  alpha: 0.05,
  claims: 3,
  logWealth: { pass: -1.5, fail: 4.2 },
  estimate: null,
  interval: [0, 1],
  units: 1,
  examples: 1,
  cells: 2,
  grid: 100,
  pool: 50,
  toDecide: null,
  outcomes: { answered: 1, too_long: 1 },
  families: [{ family: 'imperative', asked: 2, failed: 1 }],
  counterexamples: [
    {
      example: 'e1',
      gold: 'x',
      input: { head: 'h' },
      options: ['a', 'b'],
      before: side,
      after: { ...side, answer: null, outcome: 'error' },
    },
  ],
  notes: ['answers vary'],
  order: ['g1'],
}

const run: Required<Run> = {
  schema: 1,
  evidence: {
    candidate: release,
    baseline: { ...release, name: 'v1', revision: null },
    baselineId: 'tiny@1',
    seed: '41',
    mode: 'gate',
    alpha: 0.05,
    claimsPlanned: { count: 50, from: 'default' },
    claims: [claim],
    missing: [],
    gate: { verdict: 'inconclusive', exitCode: 3, reasons: ['too few'] },
    tasks: [{ name: 're', hash: sha, kind: 'relation-extraction', sources: [{ file: 'a.jsonl', sha256: sha }] }],
    observations: { sha256: sha, count: 2 },
  },
  context: {
    startedAt: '2026-11-21T01:00:00.000Z',
    durationMs: 12.5,
    calls: { made: 1, reused: 1, retried: 0 },
    versions: { node: '26.0.0' },
    commit: null,
    tests: { passed: 1, failed: 0, skipped: 0 },
    tracing: [],
    exitCode: 3,
  },
}

const baseline: Required<Baseline> = {
  schema: 1,
  line: 'tiny',
  release,
  acceptedOn: '2026-11-21',
  seen: ['re-s01'],
  taskHashes: { re: sha },
  claims: [{ id: 'abcdef012345', title: 'keeps its answer', advisory: false }],
  cells: { file: 'cells.jsonl.gz', sha256: sha, count: 1 },
}

const cell: Required<BaselineCell> = {
  task: 're',
  example: 'e1',
  variant: 're-s01',
  trial: 0,
  outcome: 'answered',
  score: 1,
  answerHash: '0123456789abcdef',
}

/** One whole value per schema, with every key of the words (optional ones too). */
export const samples = {
  observation,
  run,
  baseline,
  'baseline-cell': cell,
  'dataset-line': {
    id: 'e1',
    group: 'g1',
    input: { sentence: 's', head: 'h', tail: 't' },
    options: ['a', 'b'],
    gold: 'founded_by',
    slices: { relation: 'founded_by' },
  },
  'instruction-set': {
    set: 're',
    task: 'relation-extraction',
    licence: 'Apache-2.0',
    author: 'somebody',
    reviewed: { by: 'somebody', on: '2026-11-21' },
    labels: { founded_by: 'founded by' },
    canonical: 're-s01',
    instructions: [
      {
        id: 're-s01',
        family: 'imperative',
        text: '{head}',
        options: { item: '{id}) {text}', separator: ' ' },
        origin: 'a paper',
        author: 'x',
        licence: 'x',
        reviewed: false,
      },
    ],
  },
} as const
