import { defineConfig } from 'vitest/config'

/** Configures mutation testing: it runs the tests of the rooms whose mutants it makes, since instrumented code is slow. */
export default defineConfig({
  test: { include: ['src/core/{statistics,plan,gate}/**/*.test.ts'], testTimeout: 120_000 },
})
