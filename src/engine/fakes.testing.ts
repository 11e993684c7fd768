import { keyedHash } from '../core/sampling/order.ts'
import type { Cell, ClaimKind, ClaimSpec, Observation, Outcome, Role, Task } from '../core/types/index.ts'
import { same } from './_internal/contrasts.ts'
import { decide } from './decide.ts'
import type { DecideDeps } from './ports.ts'

/** The wordings of the fake task; `w0` is canonical. */
export const WORDINGS = Array.from({ length: 8 }, (_, i) => `w${i}`)

/** A task with `count` examples, `perGroup` to a group, for tests of the loop. */
export function fakeTask(count: number, perGroup = 1): Task {
  return {
    name: 'fake',
    kind: {
      kind: 'fake',
      summary: '',
      fields: ['text'],
      optionalFields: [],
      hasOptions: false,
      hasLabels: false,
      check: () => null,
      read: (answer) => ({ outcome: 'answered', answer }),
      sameAnswer: (a, b) => a === b,
      score: (answer, { gold }) => (answer === gold ? 1 : 0),
    },
    labels: null,
    examples: Array.from({ length: count }, (_, i) => ({
      id: `e${i}`,
      group: `g${Math.floor(i / perGroup)}`,
      input: { text: `text ${i}` },
      gold: 'yes',
    })),
    instructions: WORDINGS.map((id, i) => ({
      id,
      family: i % 2 === 0 ? 'question' : 'imperative',
      text: `${id}: {text}`,
      options: { item: '', separator: '' },
      provenance: { author: 'test', licence: 'CC0' },
      reviewed: null,
      hash: id,
    })),
    canonical: 'w0',
    hash: 'fake-hash',
    sources: [],
  }
}

const canonical: Role = { name: 'canonical', pool: ['w0'], draw: 1, trials: 1, side: 'candidate' }
const paraphrase: Role = { name: 'paraphrase', pool: WORDINGS.slice(1), draw: 7, trials: 1, side: 'candidate' }

/** A claim on the flip rate; `part` changes it. */
export function flipSpec(part: Partial<ClaimSpec> = {}): ClaimSpec {
  return {
    kind: 'flip',
    task: 'fake',
    taskHash: 'fake-hash',
    options: {},
    statistic: 'flip rate',
    range: [0, 1],
    limit: 0.05,
    sense: 'at most',
    negated: false,
    advisory: false,
    roles: [canonical, paraphrase],
    ...part,
  }
}

/** Share of wordings whose answer is not the canonical one; an error may be either. */
export const flipKind: ClaimKind = {
  name: 'flip',
  summary: '',
  needsBaseline: false,
  parse: () => ({}),
  design: () => ({ ...flipSpec(), population: '' }),
  value: (evidence, sameAnswer) => {
    const [first] = evidence['canonical']!.candidate
    const rest = evidence['paraphrase']!.candidate
    if (first!.outcome === 'error') return { least: 0, most: 1 }
    const flips = rest.filter((cell) => cell.outcome !== 'error' && !same(first!, cell, sameAnswer)).length
    const unknown = rest.filter((cell) => cell.outcome === 'error').length
    return { least: flips / rest.length, most: (flips + unknown) / rest.length }
  },
}

/** Mean score over the cells of role `asked`; against the baseline's where it is asked too. */
export const scoreKind: ClaimKind = {
  ...flipKind,
  name: 'score',
  value: (evidence) => {
    const { candidate, baseline } = evidence['asked']!
    const value = meanScore(candidate) - meanScore(baseline)
    return { least: value, most: value }
  },
}

function meanScore(cells: readonly Observation[]): number {
  return cells.reduce((sum, cell) => sum + cell.score, 0) / (cells.length || 1)
}

/** The observation of a cell with this answer, or, given an outcome, with none. */
export function observe(cell: Cell, answer: string, outcome: Outcome = 'answered', release = 'v2'): Observation {
  const answered = outcome === 'answered'
  return {
    ...cell,
    task: 'fake',
    release,
    group: `g${cell.example.slice(1)}`,
    key: `${release}/${cell.example}/${cell.variant}/${cell.trial}`,
    raw: answered ? answer : null,
    answer: answered ? answer : null,
    outcome,
    score: answered && answer === 'yes' ? 1 : 0,
    gold: 'yes',
    who: { model: release, revision: 'r1' },
    tokens: { input: null, output: null },
  }
}

/** Answers `yes`, and under other wordings `no` at `rate`: always the same for the same cell. */
export function flipping(rate: number, seed = ''): DecideDeps['ask'] {
  const hash = keyedHash(seed)
  return async (side, cell) => {
    const flips = cell.variant !== 'w0' && hash(`${cell.example} ${cell.variant}`) < rate
    return observe(cell, flips ? 'no' : 'yes', 'answered', side === 'candidate' ? 'v2' : 'v1')
  }
}

/** Decides, and gives the observations as plain objects, which tests change and compare. */
export async function decideInFull(spec: ClaimSpec, deps: DecideDeps) {
  const { result, observations } = await decide(spec, deps)
  return { result, observations: JSON.parse(JSON.stringify([...observations])) as readonly Observation[] }
}

/** Dependencies of `decide` with a fake task of `count` examples. */
export function fakeDeps(ask: DecideDeps['ask'], count = 500, part: Partial<DecideDeps> = {}): DecideDeps {
  const task = part.task ?? fakeTask(count)
  return {
    task,
    kind: flipKind,
    title: 'a claim',
    release: 'v2',
    population: 'on these 7 wordings',
    ask,
    order: [...new Set(task.examples.map(({ group }) => group))],
    alpha: 0.05,
    claims: 1,
    concurrency: 8,
    maxCells: 1e6,
    signal: new AbortController().signal,
    ...part,
  }
}
