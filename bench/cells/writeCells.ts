/**
 * Decides a claim that asks every cell of a grid and writes its run below `.robustness` of this folder: `node writeCells.ts
 * <cells>`. Nothing is asked: answers are made up, one in ten wrong, so that the claim at 0.9 stays undecided to the end.
 */
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { findClaimKind } from '../../src/claims/index.ts'
import { claimsAlone, gateVerdict } from '../../src/core/gate/index.ts'
import { candidateId, orderGroups } from '../../src/core/sampling/index.ts'
import { sampleRun } from '../../src/core/wording/sampleRun.testing.ts'
import type { Cell, ClaimContext, Observation } from '../../src/core/types/index.ts'
import { decide } from '../../src/engine/index.ts'
import { requestKey } from '../../src/observe/index.ts'
import { writeRun } from '../../src/runs/index.ts'
import { relationExtraction } from '../../src/sources/index.ts'

const VARIANTS = 40
const LABELS = ['founded_by', 'employee_of', 'born_in', 'owns'] as const
const folder = process.cwd()
const examples = Number(process.argv[2]) / VARIANTS
const { observations: _counted, comparison: _compared, ...sample } = sampleRun().evidence
const { candidate } = sample

writeFileSync(join(folder, 'examples.jsonl'), lines().join(''))
// JSON is YAML.
writeFileSync(join(folder, 'instructions.yaml'), JSON.stringify(instructionSet()))
const task = relationExtraction({
  examples: join(folder, 'examples.jsonl'),
  instructions: join(folder, 'instructions.yaml'),
})
const byId = new Map(task.examples.map((example, index) => [example.id, { example, index }]))
const kind = findClaimKind('toStayAbove')!
const context: ClaimContext = {
  taskName: task.name,
  canonical: task.canonical,
  families: new Map(task.instructions.map(({ id, family }) => [id, family])),
  seen: null,
  unreviewed: new Set(),
}
const options = kind.parse({ accuracy: 0.9, variants: VARIANTS }, context)
const { population, ...design } = kind.design(options, context)
const { result, observations } = await decide(
  {
    kind: kind.name,
    task: task.name,
    taskHash: task.hash,
    options: options as Record<string, unknown>,
    ...design,
    negated: false,
    advisory: false,
  },
  {
    task,
    kind,
    title: 'the full grid',
    release: candidate.name,
    population,
    ask: async (_side, cell) => observe(cell),
    order: orderGroups(
      task.examples.map(({ group }) => group),
      { seed: sample.seed, taskHash: task.hash, candidate: candidateId(candidate) },
    ),
    alpha: 0.05,
    claims: 1,
    concurrency: 64,
    maxCells: Infinity,
    signal: new AbortController().signal,
  },
)
const { name, hash, sources } = task
const claims = [result]
const circumstances = {
  ordinaryFailures: 0,
  usageErrors: [],
  partial: null,
  faults: [],
  doubts: [],
  remarks: [],
  maxNonAnswers: 0.5,
}
const gate = gateVerdict({ ...claimsAlone(claims), ...circumstances })
await writeRun(
  join(folder, '.robustness'),
  {
    evidence: {
      ...sample,
      baseline: null,
      baselineId: null,
      claims,
      missing: [],
      gate,
      circumstances,
      claimsPlanned: { count: 1, from: 'default' },
      tasks: [
        {
          name,
          hash,
          kind: task.kind.kind,
          reader: task.kind.reader ?? '1',
          sources: sources.map(({ file, sha256 }) => ({ file: basename(file), sha256 })),
        },
      ],
    },
    context: { ...sampleRun().context, exitCode: gate.exitCode },
  },
  observations,
)
console.log(`${observations.length} observations written`)

function lines(): string[] {
  return Array.from(
    { length: examples },
    (_item, index) =>
      `${JSON.stringify({ id: `e${index}`, input: { sentence: `Head ${index} and Tail ${index} met.`, head: `Head ${index}`, tail: `Tail ${index}` }, gold: LABELS[index % LABELS.length] })}\n`,
  )
}

function instructionSet() {
  return {
    set: 'cells',
    task: 'relation-extraction',
    licence: 'Apache-2.0',
    author: 'bench',
    reviewed: { by: 'bench', on: '2026-11-21' },
    labels: Object.fromEntries(LABELS.map((label) => [label, label.replace('_', ' ')])),
    canonical: 'p0',
    instructions: Array.from({ length: VARIANTS }, (_item, index) => ({
      id: `p${index}`,
      family: 'imperative',
      text: `Wording ${index}: how are {head} and {tail} related? {sentence}`,
    })),
  }
}

function observe({ example: id, variant, trial }: Cell): Observation {
  const { example, index } = byId.get(id)!
  const wrong = (index + Number(variant.slice(1))) % 10 === 0
  const answer = wrong ? LABELS[(index + 1) % LABELS.length]! : example.gold
  return {
    task: task.name,
    release: candidate.name,
    example: id,
    group: example.group,
    variant,
    trial,
    key: requestKey(candidate, `${id} ${variant}`, 1, trial),
    raw: answer.replace('_', ' '),
    answer,
    outcome: 'answered',
    score: wrong ? 0 : 1,
    gold: example.gold,
    who: { model: candidate.model, revision: candidate.revision },
    tokens: { input: 80, output: 3 },
  }
}
