import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { projects: [{ extends: true, test: { name: 'unit', include: ['{src,reporters,bench}/**/*.test.ts'] } }] },
  resolve: { alias: { 'vitest-robustness': new URL('./src/index.ts', import.meta.url).pathname } },
})
