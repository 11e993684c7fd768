/**
 * Configures our column of a benchmark of eval runners on one workload. It reads the benchmark's variables:
 * OPENAI_BASE_URL, MODEL, CONCURRENCY, CASES, CACHE, CACHE_DIR, WORK_DIR, RESULT_FILE, PEERS_LIB. It asks the full grid,
 * which a gate never does.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
import { writeTask } from './writeTask.ts'

/** The part of `run.json` that is counted. */
interface Counted {
  readonly evidence: {
    readonly claims: readonly {
      readonly spec: { readonly advisory: boolean }
      readonly outcomes: { readonly answered?: number; readonly error?: number }
      readonly estimate: number | null
      readonly cells: number
    }[]
  }
}

const { CASES = '2000', CACHE, CACHE_DIR = '', WORK_DIR = '', RESULT_FILE, PEERS_LIB = '' } = process.env
const folder = CACHE === 'on' ? CACHE_DIR : WORK_DIR
await writeTask(PEERS_LIB, Number(CASES), WORK_DIR)

export default defineConfig({
  plugins: [
    {
      name: 'peers-result',
      configureVitest: ({ vitest }) => vitest.onClose(writeResult),
    },
    robustness({
      releases: { model: './model.ts#model' },
      candidate: 'model',
      folder,
      store: CACHE === 'on' ? 'record' : 'off',
    }),
  ],
  test: { include: [] },
})

/** Writes counts of the full grid, from the run folder. */
function writeResult(): void {
  if (RESULT_FILE === undefined) return
  const latest = readFileSync(join(folder, 'runs/latest'), 'utf8').trim()
  const { evidence } = JSON.parse(readFileSync(join(folder, 'runs', latest, 'run.json'), 'utf8')) as Counted
  const grid = evidence.claims.find(({ spec }) => spec.advisory)
  if (grid === undefined) return
  const { answered = 0, error: errors = 0 } = grid.outcomes
  // Right answers score in nine cells of ten.
  const passed = Math.round(answered - Math.abs((grid.estimate ?? 0) - 0.9) * grid.cells)
  writeFileSync(RESULT_FILE, JSON.stringify({ passed, failed: answered - passed, errors, cells: grid.cells }))
}
