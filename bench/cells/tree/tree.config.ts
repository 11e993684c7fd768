import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'

const { WORK_DIR = '', STORE } = process.env

export default defineConfig({
  plugins: [
    robustness({
      releases: { model: './model.ts#model' },
      candidate: 'model',
      folder: join(WORK_DIR, 'robustness'),
      maxCells: 1e7,
      store: STORE === 'replay' ? 'replay' : 'record',
    }),
  ],
  test: { include: [], testTimeout: 3_600_000 },
})
