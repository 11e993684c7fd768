import { findTaskKind } from '../../src/core/tasks/index.ts'
import type {
  ClaimPicture,
  Flip,
  RunPicture,
  ClaimResult,
  Example,
  Instruction,
  Observation,
  Run,
  Task,
} from '../../src/core/types/index.ts'
import { sampleClaim, sampleObservation, sampleRun } from '../../src/core/wording/sampleRun.testing.ts'

/** A run with its picture, for tests of the page. Its figures hang together only as far as the page looks. */
export interface SamplePicture {
  readonly run: Run
  readonly picture: RunPicture
}

const LABELS = ['founded_by', 'employee_of', 'born_in']

/**
 * Examples × instructions, every one observed once by the candidate; one cell in five is wrong under the second and later
 * instructions. `text` stands in every place where a stranger's text can stand.
 */
export function samplePicture({ examples = 40, variants = 6, text = '' } = {}): SamplePicture {
  const task = taskOf(examples, variants, text)
  const observations: Observation[] = []
  const flips: Flip[] = []
  const cells: number[] = []
  for (const [row, example] of task.examples.entries()) {
    const canonical = observations.length
    for (const [column, { id: variant }] of task.instructions.entries()) {
      const wrong = column > 0 && (row * variants + column) % 5 === 0
      if (wrong)
        flips.push({
          roles: { before: 'canonical', after: 'paraphrase' },
          before: canonical,
          after: observations.length,
        })
      cells.push(observations.length)
      observations.push(observe(example, variant, wrong, text))
    }
  }
  const path = [1, 2, 5, 10, 20, examples].map((units) => ({
    units,
    least: 0.2 - 0.2 / units,
    most: 0.2 + 0.8 / units,
  }))
  const claims = claimsOf(task, flips.length, text)
  const base = sampleRun(claims)
  const own: ClaimPicture = { path, cells, flips }
  return {
    run: {
      ...base,
      evidence: {
        ...base.evidence,
        candidate: { ...base.evidence.candidate, name: `v2${text}`, parameters: { stop: text } },
        gate: { ...base.evidence.gate, reasons: [...base.evidence.gate.reasons, text] },
        missing: [`question answering > keeps its answer${text}`],
        observations: { ...base.evidence.observations, count: observations.length },
      },
    },
    picture: {
      observations,
      claims: new Map(claims.map(({ title }, at) => [title, at === 0 ? own : { path: [], cells: [], flips: [] }])),
      tasks: new Map([[task.name, task]]),
      missing: text === '' ? [] : [text],
    },
  }
}

function claimsOf(task: Task, failed: number, text: string): ClaimResult[] {
  const ids = task.instructions.map(({ id }) => id)
  const roles = [
    { name: 'canonical', pool: ids.slice(0, 1), draw: 1, trials: 1, side: 'candidate' },
    { name: 'paraphrase', pool: ids.slice(1), draw: 1, trials: 1, side: 'candidate' },
  ] as const
  const families = [{ family: `question${text}`, asked: task.examples.length * 3, failed }]
  const cells = task.examples.length * ids.length
  const [seen, unseen] = [ids.slice(0, 2), ids.slice(2)]
  const name = `v2${text}`
  return [
    sampleClaim({
      title: `a ${text} > keeps its answer`,
      release: name,
      notes: [text],
      population: text,
      families,
      cells,
      spec: { roles },
    }),
    sampleClaim({
      title: `b > loses little${text}`,
      release: name,
      verdict: 'inconclusive',
      reason: text,
      toDecide: 12,
      interval: [-0.02, 0.3],
      families,
      spec: {
        statistic: 'drop',
        range: [-1, 1],
        limit: 0.2,
        roles: [
          { name: 'seen', pool: seen, draw: 1, trials: 1, side: 'candidate' },
          { name: 'unseen', pool: unseen, draw: 1, trials: 1, side: 'candidate' },
        ],
      },
    }),
  ]
}

function taskOf(examples: number, variants: number, text: string): Task {
  const kind = findTaskKind('relation-extraction')
  if (kind === undefined) throw new Error('no kind relation-extraction')
  const instructions = Array.from({ length: variants }, (_, at): Instruction => ({
    id: `re-${String(at).padStart(2, '0')}${text}`,
    family: `${['imperative', 'question', 'terse'][at % 3]}${text}`,
    text: `${['Name', 'State', 'Give'][at % 3]} the relation between {head} and {tail}.\nSentence: {sentence}${text}`,
    options: { item: '{id}', separator: ', ' },
    provenance: { author: 'tests', licence: 'Apache-2.0' },
    reviewed: null,
    hash: 'a'.repeat(64),
  }))
  const list = Array.from({ length: examples }, (_, at): Example => ({
    id: `x${String(at).padStart(6, '0')}${text}`,
    group: `x${at}`,
    input: { sentence: `Acme ${at} was founded by Ada.${text}`, head: `Acme ${at}`, tail: 'Ada' },
    gold: LABELS[at % LABELS.length] ?? '',
    slices: { [`relation${text}`]: `${LABELS[at % LABELS.length]}${text}` },
  }))
  return {
    name: 're',
    kind,
    labels: null,
    examples: list,
    instructions,
    canonical: instructions[0]?.id ?? '',
    hash: 'a'.repeat(64),
    sources: [],
  }
}

function observe({ id, group, gold }: Example, variant: string, wrong: boolean, text: string): Observation {
  const answer = `${wrong ? 'owner_of' : gold}${text}`
  return sampleObservation({
    example: id,
    group,
    variant,
    gold,
    answer,
    raw: ` ${answer} (${id}, ${variant})`,
    score: wrong ? 0 : 1,
    release: `v2${text}`,
  })
}
