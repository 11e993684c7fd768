import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
import { shareOfTwos } from './metrics.ts'

export default defineConfig({
  plugins: [
    robustness({
      releases: { steady: './models.ts#steady', hasty: './models.ts#hasty' },
      candidate: process.env.ROBUSTNESS_RELEASE ?? 'steady',
      metrics: [shareOfTwos],
    }),
  ],
})
