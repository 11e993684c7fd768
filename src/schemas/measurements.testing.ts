import type { Measurements } from '../core/types/index.ts'

const sha = 'a'.repeat(64)
const interval = { over: 'examples', method: 'bootstrap, BCa', low: 0.1, high: 0.3 }
const none = { value: 0, raw: -0.01 }
/** One of everything that a measure run records. */
export const measurements: Measurements = {
  budget: 10,
  level: 0.95,
  tasks: [
    {
      plan: {
        task: 're',
        taskHash: sha,
        kind: 'relation-extraction',
        seed: '0',
        budget: 10,
        trials: 2,
        canonical: 're-s01',
        labels: ['founded_by'],
        examples: 5,
        variants: [{ id: 're-s01', family: 'imperative', seen: null }],
        notApplicable: [{ variant: 're-s02', examples: 1 }],
        leftOut: ['left out: 1 of 3 examples, without {title}, which instruction "re-s02" shows'],
        logProbabilities: false,
      },
      asked: { cells: 9, missing: 1, repeats: 2, examples: 5, groups: 4, full: false },
      slices: [
        {
          of: 'task',
          name: 're',
          variants: 1,
          examples: 5,
          groups: 4,
          cells: 9,
          metrics: [{ name: 'POSIX', value: null, reason: 'none', intervals: [interval], rates: { answered: 1 } }],
        },
      ],
      components: { examples: none, instructions: none, interaction: none, trials: none },
      selfVariation: { pairs: 0, rate: null, interval: null, reason: 'no cell was answered twice' },
      quantiles: [{ share: 0.5, observed: 0.5, estimated: null, from: 9 }],
      notes: ['few'],
    },
  ],
  metrics: [
    {
      name: 'share of twos',
      summary: 'how often the answer is 2',
      source: 'own',
      range: [0, null],
      better: 'neither',
      slices: ['task', 'variant'],
      compared: ['task'],
      interval: 'sources',
      digits: 3,
    },
  ],
  claims: [
    {
      id: 'abcdef012345',
      title: 'keeps its answer',
      examples: 5,
      groups: 4,
      estimate: 0.2,
      interval,
      finding: 'open',
      reason: 'none',
      influence: [{ variant: 're-s01', estimate: null, finding: 'holds', crosses: false }],
      templates: { count: 2, estimate: 0.2, interval: null, needed: 14 },
    },
  ],
}
