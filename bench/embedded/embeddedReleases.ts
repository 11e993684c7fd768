import { availableParallelism } from 'node:os'
import { performance } from 'node:perf_hooks'
import { clopperPearson } from '../../src/core/statistics/index.ts'
import type { Run } from '../../src/core/types/index.ts'
import { fromFolder } from '../../src/models/index.ts'
import { baselineLookup, readBaseline } from '../../src/runs/index.ts'
import { judgedClaims, type Sides } from './judgedClaims.ts'
import { checkAccepted, checkDecide, checkRun } from './checks.ts'
import { fullGrid } from './fullGrid.ts'
import { gridObservations, type GridObservations } from './gridObservations.ts'
import { gateOfSeed, type SeedGate } from './gateOfSeed.ts'
import { releaseTable, type ReleaseTable } from './releaseTable.ts'
import { suiteOf, type SuiteTask } from './suite.ts'

/** A `Say` reports progress; `lasting` is not overwritten by what comes next. */
type Say = (text: string, lasting?: boolean) => void

const BASELINE = 'fixtures/baselines/tiny'
const CANDIDATES = ['v2', 'v3', 'v4', 'v5']

export interface EmbeddedPart {
  readonly seeds: number
  readonly tables: readonly ReleaseTable[]
  readonly checked: { readonly accepted: number; readonly inRun: number; readonly throughDecide: number }
  /** The number of early verdicts on gating claims. */
  readonly early: number
  readonly wrong: number
  /** The 99% interval of the share of wrong ones. */
  readonly interval: readonly [number, number]
  /** The claim, advisory ones included, with the most wrong verdicts over the seeds. */
  readonly worst: { readonly wrong: number; readonly interval: readonly [number, number] }
}

/** Gates the embedded releases over `seeds` plan seeds, from full grids that are asked once and kept. */
export async function embeddedReleases(run: Run, seeds: number, say: Say): Promise<EmbeddedPart> {
  const suite = suiteOf(run)
  const stored = await readBaseline(BASELINE)
  if (!stored) throw new Error(`no baseline in ${BASELINE}`)
  const accepted = { lookup: baselineLookup(stored.cells), release: stored.baseline.release }
  const baseline = await gridsOf('v1', suite.tasks, say)
  const checked = { accepted: checkAccepted(stored.cells, baseline), inRun: 0, throughDecide: 0 }
  const tables: ReleaseTable[] = []
  for (const release of CANDIDATES) {
    const sides: Sides = { candidate: await gridsOf(release, suite.tasks, say), baseline, accepted }
    const claims = judgedClaims(suite.claims, sides)
    if (run.evidence.candidate.name === release) checked.inRun += await checkRun(run.evidence.claims, claims)
    const candidate = `${release}@${fromFolder(folderOf(release)).revision}`
    const gates: SeedGate[] = []
    for (let seed = 0; seed < seeds; seed++) {
      say(`${release}: seed ${seed + 1} of ${seeds}`)
      gates.push(await gateOfSeed(claims, String(seed), candidate))
    }
    checked.throughDecide += await checkDecide(suite.claims, claims, gates[0]!, sides)
    tables.push(releaseTable(release, claims, gates, suite.tasks, sides))
  }
  const gating = tables.flatMap(({ claims }) => claims.filter(({ advisory }) => !advisory))
  const early = gating.reduce((sum, { pass, fail }) => sum + pass + fail, 0)
  const wrong = gating.reduce((sum, row) => sum + row.wrong, 0)
  const most = Math.max(...tables.flatMap(({ claims }) => claims.map((row) => row.wrong)))
  const worst = { wrong: most, interval: clopperPearson(most, seeds, 0.99) }
  return { seeds, tables, checked, early, wrong, interval: clopperPearson(wrong, early, 0.99), worst }
}

function folderOf(release: string): string {
  return `fixtures/models/t5-0.4m-${release}`
}

async function gridsOf(
  name: string,
  tasks: readonly SuiteTask[],
  say: Say,
): Promise<ReadonlyMap<string, GridObservations>> {
  const release = fromFolder(folderOf(name))
  const who = { model: release.model, revision: release.revision }
  const began = performance.now()
  const processes = Math.min(4, availableParallelism())
  const { rows, asked } = await fullGrid({
    folder: folderOf(name),
    release,
    tasks,
    cache: '.robustness/grid',
    processes,
    onProgress: (done, all) => say(`${name}: ${done} of ${all} answers of the full grid`),
  })
  const total = tasks.reduce((sum, { task, variants }) => sum + task.examples.length * variants.length, 0)
  const spent = rows
    .values()
    .flatMap((byExample) => byExample.values())
    .reduce((sum, { ms }) => sum + ms, 0)
  const took = asked === 0 ? 'kept from before' : `${asked} asked now in ${seconds(performance.now() - began)}`
  say(
    `${name}: full grid of ${total} answers, ${took}; ${seconds(spent / processes)} for each of ${processes} processes`,
    true,
  )
  return new Map(
    tasks.map(({ task, variants }) => [
      task.name,
      gridObservations(task, variants, rows.get(task.name)!, { name, who }),
    ]),
  )
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
