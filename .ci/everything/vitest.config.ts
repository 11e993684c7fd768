import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'

export default defineConfig({
  plugins: [
    robustness({
      releases: { small: './models.ts#small', v1: './models.ts#v1', v2: './models.ts#v2' },
      candidate: process.env['ROBUSTNESS_RELEASE'] ?? 'v2',
      baseline: 'baselines/all',
      seen: ['s1', 's2', 's3'],
      store: 'record',
    }),
  ],
})
