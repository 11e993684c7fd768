import { OBSERVATION_SCHEMA } from '../core/types/observation.ts'
import type { ClaimResult, Observation, ReleaseInfo } from '../core/types/index.ts'
import { counterexample } from './counterexampleSample.testing.ts'

export const sha = 'a'.repeat(64)

export const release: Required<ReleaseInfo> = {
  name: 'v2',
  model: 'tiny',
  revision: 'sha256:1',
  endpointKind: 'local',
  endpoint: 'tiny',
  format: 'plain',
  parameters: { temperature: 0, stop: ['\n'] },
}

const named: Observation = {
  example: 'e1',
  variant: 're-s01',
  trial: 0,
  task: 're',
  release: 'v2',
  group: 'g1',
  key: sha,
  raw: null,
  choices: { texts: [' yes', ' no'], logProbabilities: [-0.5, -1.25], tokens: [1, 2] },
  answer: null,
  outcome: 'too_long',
  reason: 'prompt too long',
  score: 0,
  gold: 'founded_by',
  wanted: null,
  who: { model: 'tiny', revision: null, fingerprint: 'fp' },
  tokens: { input: 12, output: null },
  cost: 0.0004,
  judged: { key: sha, raw: 'yes', model: 'judge' },
}

/** An observation with every field: those not named above are invented from their schema. */
export const observation: Observation = {
  ...named,
  ...Object.fromEntries(
    Object.entries(OBSERVATION_SCHEMA.properties)
      .filter(([name]) => !(name in named))
      .map(([name, schema]) => [name, invented(schema)]),
  ),
}

export const claim: Required<ClaimResult> = {
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
    roles: [
      { name: 'canonical', pool: ['re-s01'], draw: 1, trials: 1, side: 'both' },
      {
        name: 'other',
        pool: ['qa-s01'],
        draw: 1,
        trials: 1,
        side: 'candidate',
        release: 'v1',
        task: 'qa',
        chained: true,
        perturbed: 'keeps',
      },
    ],
    advisory: false,
    arms: [{ name: 'instruction re-s01', roles: ['canonical'] }],
    armStatistic: 'accuracy',
    population: 'dataset',
    other: { task: 'qa', taskHash: sha },
    against: 'anchor',
  },
  population: 'on these 24 unseen instructions',
  verdict: 'not applicable',
  reason: 'no baseline',
  stopped: 'listed',
  alpha: 0.05,
  alphaFail: 0.01,
  claims: 3,
  horizons: [{ start: 0, end: 300, pass: 0.7, fail: 0.68 }],
  logWealth: { pass: -1.5, fail: 4.2 },
  estimate: null,
  interval: [0, 1],
  units: 1,
  examples: 1,
  cells: 2,
  grid: 100,
  pool: 50,
  asymptotic: [0.01, 0.2],
  toDecide: null,
  outcomes: { answered: 1, too_long: 1 },
  families: [{ family: 'imperative', asked: 2, failed: 1 }],
  counterexamples: [counterexample],
  notes: ['answers vary'],
  order: ['g1'],
  otherOrder: ['h1'],
  display: ['g2'],
  templates: { 're-s01': ['e1'] },
  ownCells: { e1: [{ variant: 're-s01', candidate: 3, baseline: 1 }] },
  passedOver: { variants: { e1: ['re-s01+antonym'] }, examples: 3 },
  arms: [{ name: 'instruction re-s01', verdict: null, estimate: null, interval: [0, 1], units: 1 }],
  waived: { of: 'abcdef012345', limit: 0.03, reason: 'known', owner: 'ann', expires: '2026-12-31' },
}

/** Some value that follows a schema. */
function invented(schema: object): unknown {
  const { type, enum: values, minimum, properties = {}, required = [] } = schema as Partial<Schema>
  if (values !== undefined) return values[0]
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return 'invented'
    case 'number':
    case 'integer':
      return minimum ?? 1
    case 'boolean':
      return true
    case 'array':
      return []
    case 'object':
      return Object.fromEntries(required.map((name) => [name, invented(properties[name] ?? {})]))
    default:
      return null
  }
}

interface Schema {
  readonly type: string | readonly string[]
  readonly enum: readonly unknown[]
  readonly minimum: number
  readonly properties: Readonly<Record<string, object>>
  readonly required: readonly string[]
}
