import { plainObservations } from '../core/table/index.ts'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findClaimKind } from '../claims/index.ts'
import { compareWithBaseline, pairCells } from '../core/compare/index.ts'
import { claimsAlone, gateVerdict } from '../core/gate/index.ts'
import { sha256 } from '../core/hash/index.ts'
import { candidateId, orderGroups } from '../core/sampling/index.ts'
import type { BaselineCell, ClaimContext, ClaimResult, Observation, ReleaseInfo, Task } from '../core/types/index.ts'
import { sampleRun } from '../core/wording/sampleRun.testing.ts'
import { shownClaim } from '../deciding/gate/shownClaim.ts'
import { decide } from '../engine/index.ts'
import { baselineLookup, readBaseline, type RunDraft, type StoredBaseline } from '../runs/index.ts'
import { writeBaseline } from '../runs/writeBaseline.ts'
import { relationExtraction } from '../sources/index.ts'
import { tracesFrom, type Traces } from '../verify/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { accepted, BASELINE, INFO, observe } from './decidedAnswers.testing.ts'
import { INSTRUCTIONS } from './decidedInstructions.testing.ts'

/** A project folder with a task of two files, and a run decided over it by a made-up model. */
export interface DecidedRun {
  readonly project: string
  readonly task: Task
  readonly draft: RunDraft
  readonly observations: readonly Observation[]
  readonly traces: Traces
  /** `accepted/tiny` in the project: half of the cells that the regression claim asks. */
  readonly stored: StoredBaseline
}

/** The folder is not the usual one of baselines: the run says where it is. */
const BASELINE_FOLDER = join('accepted', 'tiny')

/**
 * Decides a claim that fails, one that passes, and one against a baseline whose cells are stored for half of the
 * examples and asked again for the others. 200 examples; one answer in four changes with the wording. The candidate is v2
 * unless it is to be the accepted release itself. `reader`: the version of the reader that is recorded, else its own. With few cells
 * (`maxCells`) all three stay open.
 */
export async function decidedRun(
  name: 'v1' | 'v2' = 'v2',
  alpha = 0.05,
  { reader, maxCells = 10_000 }: { readonly reader?: string; readonly maxCells?: number } = {},
): Promise<DecidedRun> {
  const info: ReleaseInfo = { ...INFO, name }
  const project = temporaryFolder('decided')
  const lines = Array.from({ length: 200 }, (_, index) => {
    const gold = index % 2 === 0 ? 'founded_by' : 'employee_of'
    return JSON.stringify({
      id: `x${sha256(String(index)).slice(0, 8)}`,
      input: { sentence: `S ${index}.`, head: `H${index}`, tail: 'T' },
      gold,
    })
  })
  await writeFile(join(project, 'examples.jsonl'), `${lines.join('\n')}\n`)
  await writeFile(join(project, 'instructions.yaml'), INSTRUCTIONS)
  const task = relationExtraction({
    examples: join(project, 'examples.jsonl'),
    instructions: join(project, 'instructions.yaml'),
  })
  const cells: BaselineCell[] = []
  const decided = [
    await claimOver(
      { task, cells, info, alpha, maxCells },
      'toBeStableUnderParaphrase',
      { maxFlipRate: 0.05 },
      'relations > keeps its answer',
    ),
    await claimOver(
      { task, cells, info, alpha, maxCells },
      'toBeStableUnderParaphrase',
      { maxFlipRate: 0.6 },
      'relations > mostly keeps its answer',
    ),
    await claimOver(
      { task, cells, info, alpha, maxCells },
      'toBeNoWorseThanBaseline',
      { by: 0.3 },
      'relations > stays as good',
    ),
  ]
  const claims = decided.map(({ result }) => result)
  const sample = sampleRun()
  const { observations: _, ...evidence } = sample.evidence
  const observations = decided.flatMap((one) => plainObservations(one.observations))
  const stored = await acceptedIn(join(project, BASELINE_FOLDER), task, claims, cells, reader)
  const pairs = pairCells(observations, info.name, baselineLookup(stored.cells))
  const circumstances = {
    ordinaryFailures: 0,
    usageErrors: [],
    partial: null,
    faults: [],
    doubts: [],
    remarks: [],
    maxNonAnswers: 0.5,
  }
  const draft: RunDraft = {
    evidence: {
      ...evidence,
      candidate: info,
      alpha,
      baseline: BASELINE,
      baselineId: stored.id,
      claimsPlanned: { count: claims.length, from: 'manifest' },
      claims: claims.toSorted((a, b) => (a.title < b.title ? -1 : 1)),
      missing: [],
      gate: gateVerdict({ ...claimsAlone(claims), ...circumstances }),
      circumstances,
      comparison: compareWithBaseline({ manifest: stored.baseline.claims, claims, pairs, where: {}, fixed: false }),
      tasks: [
        {
          name: task.name,
          hash: task.hash,
          kind: task.kind.kind,
          reader: reader ?? task.kind.reader ?? '1',
          sources: task.sources.map(({ file, sha256: hash }) => ({ file: basename(file), sha256: hash })),
        },
      ],
    },
    context: { ...sample.context, baselineFolder: BASELINE_FOLDER },
  }
  const traces = tracesFrom(decided.map(({ result, ...found }) => Object.assign(found, { title: result.title })))
  return { project, task, draft, observations, traces, stored }
}

async function acceptedIn(
  folder: string,
  task: Task,
  claims: readonly ClaimResult[],
  cells: readonly BaselineCell[],
  reader = task.kind.reader ?? '1',
): Promise<StoredBaseline> {
  const draft = {
    schema: 1 as const,
    line: 'tiny',
    release: BASELINE,
    acceptedOn: '2026-11-21',
    seen: [],
    taskHashes: { [task.name]: task.hash },
    readers: { [task.name]: reader },
    claims: claims.map(({ id, title, verdict, interval }) => ({ id, title, advisory: false, verdict, interval })),
  }
  await writeBaseline(folder, draft, cells)
  const stored = await readBaseline(folder)
  if (stored === null) throw new Error('the baseline was written')
  return stored
}

async function claimOver(
  {
    task,
    cells,
    info,
    alpha,
    maxCells,
  }: {
    readonly task: Task
    readonly cells: BaselineCell[]
    readonly info: ReleaseInfo
    readonly alpha: number
    readonly maxCells: number
  },
  name: string,
  raw: unknown,
  title: string,
) {
  const kind = findClaimKind(name)
  if (kind === undefined) throw new Error(`no claim kind ${name}`)
  const context: ClaimContext = {
    taskName: task.name,
    canonical: task.canonical,
    families: new Map(task.instructions.map(({ id, family }) => [id, family])),
    seen: null,
    unreviewed: new Set(),
  }
  const options = kind.parse(raw, context)
  const { population, draws: _, ...design } = kind.design(options, context)
  const spec: ClaimResult['spec'] = {
    kind: name,
    task: task.name,
    taskHash: task.hash,
    options: options as Record<string, unknown>,
    ...design,
    negated: false,
    advisory: false,
  }
  const decision = await decide(spec, {
    task,
    kind,
    title,
    release: info.name,
    population,
    ask: async (side, cell) => (side === 'candidate' ? observe(task, cell, info.name) : accepted(task, cell, cells)),
    order: orderGroups(
      task.examples.map(({ group }) => group),
      { seed: '41', taskHash: task.hash, candidate: candidateId(info) },
    ),
    alpha,
    claims: 3,
    concurrency: 8,
    maxCells,
    signal: new AbortController().signal,
  })
  return { ...decision, trace: decision.trace && shownClaim(decision.trace, { task }, decision) }
}
