import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installed } from '../../.ci/builtPackage.ts'
import type { Run } from '../../src/core/types/index.ts'
import { measureTree } from '../invocation/measureTree.ts'
import { INSTRUCTIONS, writeTask } from './tree/writeTask.ts'

/** A whole run of vitest with one claim of so many cells. */
export interface CurvePoint {
  readonly how: (typeof WAYS)[number]
  readonly cells: number
  readonly wallS: number
  readonly cpuS: number
  /** The most memory of all processes at one time, in MB. */
  readonly peakMB: number
  /** The same above the smallest run of this kind. */
  readonly aboveMB: number
  /** `null` for the smallest run. */
  readonly bytesPerCell: number | null
  /**
   * The slope of CPU time over cells from the size before, both as logarithms, less the time of the smallest run: 1 is
   * linear. `null` for the smallest run and the one after it.
   */
  readonly exponent: number | null
}

const WAYS = ['a fast local model', 'replay'] as const
const HERE = import.meta.dirname
const VITEST = join(HERE, '../../node_modules/vitest/vitest.mjs')
/** With fewer sources a limit of 0.9 cannot be decided, and a claim that cannot be decided asks nothing. */
export const FEWEST_CELLS = 50 * INSTRUCTIONS

/**
 * Runs vitest in a project of its own for each size, first with a model that answers at once and is recorded, then from what was
 * recorded, and measures all processes. `onPoint` is called for each run as it ends.
 */
export async function measureCurve(sizes: readonly number[], onPoint: (point: CurvePoint) => void): Promise<void> {
  const project = mkdtempSync(join(await installed(), 'cells-'))
  const before = new Map<string, readonly [first: CurvePoint, last: CurvePoint]>()
  try {
    cpSync(join(HERE, 'tree'), project, { recursive: true })
    cpSync(join(HERE, '../peers/suite.robust.ts'), join(project, 'suite.robust.ts'))
    // Without one, the repository's own would name this package, and it would be looked for there.
    writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }\n')
    for (const cells of sizes) {
      const folder = join(project, `cells-${cells}`)
      mkdirSync(folder)
      writeTask(folder, cells)
      for (const how of WAYS) {
        const usage = await run(project, folder, how)
        refuseFewer(join(folder, 'robustness/runs'), cells)
        const point = pointOf(how, cells, usage, before.get(how))
        before.set(how, [before.get(how)?.[0] ?? point, point])
        onPoint(point)
      }
      rmSync(folder, { recursive: true })
    }
  } finally {
    rmSync(project, { recursive: true })
  }
}

function run(project: string, folder: string, how: CurvePoint['how']) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|npm_)/.test(name))
  const env = { ...Object.fromEntries(clean), WORK_DIR: folder, STORE: how === 'replay' ? 'replay' : 'record' }
  const command = [process.execPath, VITEST, 'run', '--config', 'tree.config.ts']
  return measureTree(command, { cwd: project, env, folder })
}

/** Throws where the claim did not rest on every cell: then the figures would be of a smaller run. */
function refuseFewer(runs: string, cells: number): void {
  const latest = readFileSync(join(runs, 'latest'), 'utf8').trim()
  const { evidence } = JSON.parse(readFileSync(join(runs, latest, 'run.json'), 'utf8')) as Run
  const most = Math.max(...evidence.claims.map((claim) => claim.cells ?? 0))
  if (most !== cells) throw new Error(`the claim rests on ${most} cells of ${cells}`)
}

function pointOf(
  how: CurvePoint['how'],
  cells: number,
  { startedAt, endedAt, cpuS, peakMB }: Awaited<ReturnType<typeof measureTree>>,
  known: readonly [first: CurvePoint, last: CurvePoint] | undefined,
): CurvePoint {
  if (peakMB === null) throw new Error('memory is read from /proc, which this system has not')
  const wallS = (endedAt - startedAt) / 1000
  if (known === undefined) return { how, cells, wallS, cpuS, peakMB, aboveMB: 0, bytesPerCell: null, exponent: null }
  const [first, last] = known
  const aboveMB = peakMB - first.peakMB
  const bytesPerCell = (1e6 * aboveMB) / (cells - first.cells)
  const slope =
    Math.log((cpuS - first.cpuS) / (last.cpuS - first.cpuS)) /
    Math.log((cells - first.cells) / (last.cells - first.cells))
  const exponent = last === first ? null : slope
  return { how, cells, wallS, cpuS, peakMB, aboveMB, bytesPerCell, exponent }
}
