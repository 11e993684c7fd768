/**
 * Says whether the gate's verdict is a matter of luck: it gates v2 to v5 once through vitest, then decides the same claims
 * again over many plan seeds (other orders of the same examples), with live inference and answers shared between the seeds.
 *
 *   node bench/seeds.ts [--seeds 100] [--release v2] [--answers FOLDER] [--json]
 *
 * All four releases take about an hour on one core. With `--answers` the answers are kept in that folder, and a run that was
 * stopped goes on with them.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { claimKinds } from '../src/claims/index.ts'
import { loadRunTask } from '../src/logs/loadRunTask.ts'
import { claimsAlone, gateVerdict } from '../src/core/gate/index.ts'
import { orderGroups } from '../src/core/sampling/index.ts'
import type { Cell, ClaimKind, ClaimResult, Run, Task } from '../src/core/types/index.ts'
import { decide } from '../src/engine/index.ts'
import { localHost } from '../src/host/index.ts'
import { acceptedCells, cellAsker } from './embedded/cellAsker.ts'
import { suiteRun } from './embedded/suiteRun.ts'
import { fixedSample } from './fixedSample.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    release: { type: 'string', multiple: true },
    answers: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const SEEDS = Number(values.seeds)
const RELEASES = {
  v2: 'fixtures/models/t5-0.4m-v2',
  v3: 'fixtures/models/t5-0.4m-v3',
  v4: 'fixtures/models/t5-0.4m-v4',
  v5: 'fixtures/models/t5-0.4m-v5',
}
const BASELINE = 'fixtures/baselines/tiny'

interface ReleaseTable {
  readonly release: string
  readonly gates: Record<string, number>
  readonly claims: ClaimTable[]
  readonly calls: {
    readonly median: number
    readonly p90: number
    readonly grid: number
    /** The number of claims that every seed decided and a fixed sample would, with the cells that each took. */
    readonly decidedByBoth: number
    readonly cellsOfThose: number
    readonly fixedOfThose: number
  }
}

interface ClaimTable {
  readonly title: string
  readonly advisory: boolean
  readonly limit: string
  readonly verdicts: Record<string, number>
  readonly units: number
  readonly cells: number
  readonly grid: number
  /** The number of cells of a fixed sample with the same error rates; `null` where it needs more sources than there are. */
  readonly fixed: number | null
}

const tables: ReleaseTable[] = []
for (const release of values.release ?? Object.keys(RELEASES)) {
  const folder = RELEASES[release as keyof typeof RELEASES]
  if (!folder) throw new Error(`--release ${release} is none of ${Object.keys(RELEASES).join(', ')}`)
  tables.push(await overSeeds(release, folder, await suiteRun(release)))
}
if (values.json) console.log(JSON.stringify({ seeds: SEEDS, releases: tables }, null, 2))
else for (const table of tables) print(table)

async function overSeeds(release: string, folder: string, run: Run): Promise<ReleaseTable> {
  const { evidence } = run
  const tasks = new Map(evidence.tasks.map((task) => [task.name, loadRunTask(task)]))
  const dir = values.answers ?? mkdtempSync(join(tmpdir(), 'seeds-'))
  const host = await localHost({ dir, mode: 'record', runKey: release })
  const ask = cellAsker({ release, folder, host, tasks, accepted: await acceptedCells(BASELINE) })
  const lookUp = (spec: ClaimResult['spec']): { task: Task; kind: ClaimKind } => {
    const task = tasks.get(spec.task)
    const kind: ClaimKind | undefined = claimKinds[spec.kind as keyof typeof claimKinds]
    if (!task || !kind) throw new Error(`the run names a task or claim that is not here: ${spec.task}, ${spec.kind}`)
    return { task, kind }
  }
  const decided: ClaimResult[][] = []
  const gates: Record<string, number> = {}
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const results: ClaimResult[] = []
    for (const { spec, title, population } of evidence.claims) {
      const { task, kind } = lookUp(spec)
      const groups = task.examples.map((example) => example.group)
      const order = orderGroups(groups, {
        seed: String(seed),
        taskHash: task.hash,
        candidate: `${release}@${evidence.candidate.revision}`,
      })
      const { result } = await decide(spec, {
        task,
        kind,
        title,
        release,
        population,
        order,
        ask: (side, cell) => ask(task, side, cell),
        alpha: evidence.alpha,
        claims: evidence.claimsPlanned.count,
        concurrency: 4,
        maxCells: 1e6,
        signal: new AbortController().signal,
      })
      results.push(result)
    }
    decided.push(results)
    const { verdict } = gateVerdict(claimsAlone(results))
    gates[verdict] = (gates[verdict] ?? 0) + 1
    if (!values.json) process.stderr.write(`\r${release}: ${seed + 1} of ${SEEDS} seeds, ${JSON.stringify(gates)}`)
  }
  if (!values.json) process.stderr.write('\n')
  const rivals: (number | null)[] = []
  for (const { spec } of evidence.claims) {
    const { task, kind } = lookUp(spec)
    const sources = [...new Set(task.examples.map((example) => example.group))]
    const asked = (side: 'candidate' | 'baseline', cell: Cell) => ask(task, side, cell)
    const rival = await fixedSample(spec, kind, task, sources.slice(0, 500), asked, sources.length)
    rivals.push(rival?.cells ?? null)
  }
  await host.close()
  if (!values.answers) rmSync(dir, { recursive: true, force: true })
  return tabulate(release, gates, decided, rivals)
}

function tabulate(
  release: string,
  gates: Record<string, number>,
  decided: readonly ClaimResult[][],
  rivals: readonly (number | null)[],
): ReleaseTable {
  const claims = (decided[0] ?? []).map((first, index): ClaimTable => {
    const column = decided.map((results) => results[index] ?? first)
    const verdicts: Record<string, number> = {}
    for (const { verdict } of column) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
    const { spec, title, grid } = first
    return {
      title,
      advisory: spec.advisory,
      limit: `${spec.statistic} ${spec.sense} ${spec.limit}`,
      verdicts,
      units: quantile(
        column.map((result) => result.units),
        0.5,
      ),
      cells: quantile(
        column.map((result) => result.cells),
        0.5,
      ),
      grid,
      fixed: rivals[index] ?? null,
    }
  })
  const totals = decided.map((results) => results.reduce((sum, result) => sum + result.cells, 0))
  const sum = (pick: (claim: ClaimTable) => number, counted = claims): number =>
    counted.reduce((total, claim) => total + pick(claim), 0)
  // A sum over claims that one side leaves open would compare deciding with not deciding.
  const both = claims.filter(({ fixed, verdicts }) => fixed !== null && (verdicts['inconclusive'] ?? 0) === 0)
  return {
    release,
    gates,
    claims,
    calls: {
      median: quantile(totals, 0.5),
      p90: quantile(totals, 0.9),
      grid: sum((claim) => claim.grid),
      decidedByBoth: both.length,
      cellsOfThose: sum((claim) => claim.cells, both),
      fixedOfThose: sum((claim) => claim.fixed ?? 0, both),
    },
  }
}

function quantile(numbers: readonly number[], q: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}

function print({ release, gates, claims, calls }: ReleaseTable): void {
  console.log(
    `\n## ${release} over ${SEEDS} plan seeds: gate ${Object.entries(gates)
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join(', ')}\n`,
  )
  console.log('| claim | limit | pass | fail | inconclusive | median units | median cells | grid | fixed sample |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const { title, advisory, limit, verdicts, units, cells, grid, fixed } of claims) {
    const count = (verdict: string): number => verdicts[verdict] ?? 0
    console.log(
      `| ${advisory ? 'advisory: ' : ''}${title} | ${limit} | ${count('pass')} | ${count('fail')} | ${count('inconclusive')} | ${units} | ${cells} | ${grid} | ${fixed ?? 'open'} |`,
    )
  }
  console.log(
    `\nCells behind the verdicts, summed over claims: median ${calls.median}, 90th percentile ${calls.p90}; full grid ${calls.grid}.\n` +
      `The ${calls.decidedByBoth} claims that every seed decided and a fixed sample would: ${calls.cellsOfThose} cells (sum of medians), fixed samples ${calls.fixedOfThose}.`,
  )
}
