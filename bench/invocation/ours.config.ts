import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'

const { WORK_DIR = '', STORE = 'off' } = process.env

export default defineConfig({
  plugins: [
    robustness({
      releases: { model: './model.ts#model' },
      candidate: 'model',
      folder: join(WORK_DIR, 'robustness'),
      store: STORE as 'off' | 'record' | 'replay',
    }),
  ],
  test: { include: [] },
})
