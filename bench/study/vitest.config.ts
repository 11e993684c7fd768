/**
 * Runs the suites of the study on the family that STUDY_FAMILY names. `npm run study` starts it; `vitest run -c
 * bench/study/vitest.config.ts h1` decides one hypothesis alone.
 */
import { dirname, resolve } from 'node:path'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import type * as Plugin from '../../src/plugin.ts'
import { readFamily } from '../../suites/study/readFamily.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const entry = (file: string): string => fileURLToPath(new URL(`../../src/${file}.ts`, import.meta.url))
const { file, family } = await readFamily()
const { robustness } = (await import(entry('plugin'))) as typeof Plugin

export default defineConfig({
  root: ROOT,
  plugins: [
    robustness({
      releases: Object.fromEntries(family.members.map(({ name, release }) => [name, resolve(dirname(file), release)])),
      candidate: family.members.at(-1)!.name,
      ...(family.seen !== undefined && { seen: family.seen }),
      ...(family.seenIn !== undefined && { seenIn: family.seenIn }),
      line: family.name.replaceAll(/[^\w.-]+/g, '-'),
      history: false,
    }),
  ],
  resolve: {
    alias: [
      { find: /^vitest-robustness$/, replacement: entry('index') },
      { find: /^vitest-robustness\/(\w+)$/, replacement: entry('$1') },
    ],
  },
  test: {
    maxWorkers: availableParallelism(),
    projects: [{ extends: true, test: { name: 'robustness', include: ['suites/study/*.study.ts'] } }],
  },
})
