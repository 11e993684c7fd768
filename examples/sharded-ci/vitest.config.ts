import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'

export default defineConfig({
  plugins: [
    robustness({
      releases: { v1: './models.ts#v1', v2: './models.ts#v2', v3: './models.ts#v3' },
      candidate: 'v2',
      baseline: 'baselines/support-bot',
      seen: ['ask', 'plain', 'sort', 'short'], // the instructions that the releases were tuned on
    }),
  ],
})
