import { defineConfig } from 'vitest/config'

/** What mutation testing runs: the tests of the rooms whose mutants it makes. Instrumented code is slow. */
export default defineConfig({
  test: { include: ['src/core/{statistics,plan,gate}/**/*.test.ts'], testTimeout: 120_000 },
})
