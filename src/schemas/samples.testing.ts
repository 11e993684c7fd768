import type { Baseline, BaselineCell, Run } from '../core/words/index.ts'
import { attempt, comparison, entry, history, waivers } from './lifeCycleSamples.testing.ts'
import { claim, observation, release, sha } from './claimSample.testing.ts'
import { measurements } from './measurements.testing.ts'

const run: Required<Run> = {
  schema: 1,
  evidence: {
    candidate: release,
    baseline: { ...release, name: 'v1', revision: null },
    baselineId: 'tiny@1',
    command: 'npx vitest-robustness gate --baseline a.jsonl --candidate b.jsonl',
    seed: '41',
    mode: 'gate',
    releases: [{ ...release, name: 'v0' }],
    alpha: 0.05,
    alphaFail: 0.01,
    claimsPlanned: { count: 50, from: 'default' },
    claims: [claim],
    missing: [],
    gate: { verdict: 'inconclusive', exitCode: 3, exitUnderPolicy: 0, reasons: ['too few'] },
    tasks: [
      {
        name: 're',
        hash: sha,
        kind: 'relation-extraction',
        sources: [{ file: 'a.jsonl', sha256: sha }],
        grownFrom: sha,
        generations: [200, 20],
        beganAnew: 'Task re: 1 source is gone (g1)',
      },
    ],
    observations: { sha256: sha, count: 2 },
    measurements,
    attempt,
    waivers: { file: 'robustness.waivers.yaml', sha256: sha, today: '2026-11-21' },
    renamed: [{ id: 'abcdef012345', from: 'a', to: 'b' }],
    comparison,
    policy: { inconclusive: 'warn', advisory: true },
    shard: { index: 1, count: 3 },
    anchor: { id: 'tiny@0', release },
  },
  context: {
    startedAt: '2026-11-21T01:00:00.000Z',
    line: 'support-bot',
    durationMs: 12.5,
    calls: { made: 1, reused: 1, retried: 0 },
    usage: {
      tokens: { input: 12, output: 3, reasoning: 1, estimated: 0 },
      cost: { amount: 0.0004, currency: 'USD' },
      latencyMs: { p50: 10, p90: 20, p99: 30 },
      budget: { calls: 100, tokens: 1000, cost: 0.5, seconds: 60 },
    },
    versions: { node: '26.0.0' },
    commit: null,
    tests: { passed: 1, failed: 0, skipped: 0 },
    tracing: [],
    exitCode: 3,
    warnings: ['the baseline is old'],
  },
}

const baseline: Required<Baseline> = {
  schema: 1,
  line: 'tiny',
  release,
  acceptedOn: '2026-11-21',
  seen: ['re-s01'],
  taskHashes: { re: sha },
  generations: { re: 1 },
  claims: [{ id: 'abcdef012345', title: 'keeps its answer', advisory: false, verdict: 'pass', interval: [0, 0.1] }],
  sources: { re: [{ file: 'a.jsonl', sha256: sha }] },
  gate: { run: '2026-1', verdict: 'fail', forced: 'known' },
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
  'baseline-history': history,
  'ledger-entry': entry,
  generation: { task: 're', key: sha, frame: sha, generation: 1, sources: { g1: 'abcdef012345' } },
  call: { key: sha, latencyMs: 12.5, attempts: 1 },
  'judge-card': {
    schema: 1,
    judge: sha,
    model: 'm',
    revision: null,
    items: [{ question: 'q', reference: 'r', answer: 'a', human: true, judged: false, again: null }],
  },
  waivers,
  shard: {
    schema: 1,
    index: 1,
    count: 3,
    partial: null,
    releases: [release],
    claims: [
      {
        call: '12_0#1',
        title: 'keeps its answer',
        release: 'v2',
        task: 're',
        otherTask: 'qa',
        otherReleases: ['v1'],
        where: { families: { 're-s01': 'imperative' }, slices: {} },
        lines: [0, 1],
      },
    ],
  },
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
    inverses: { founded_by: 'founded_by' },
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
