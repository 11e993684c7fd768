import { enableCompileCache } from 'node:module'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import type * as Built from './.ci/builtPackage.ts'
import type * as Order from './.ci/longestFirst.ts'
import type * as Plugin from './src/plugin.ts'

/** Says where a file is for which the package's name stands. */
type Entry = (file: string) => string

const inSources: Entry = (file) => fileURLToPath(new URL(`./src/${file}.ts`, import.meta.url))

const TESTS = '{src,reporters,bench}/**/*.test.ts'
const { filesThatStartProcesses, installed } = await setUp()
/** Projects that the command line names; the package's own tests need no plugin, which takes long to load from its sources. */
const projects = process.argv.flatMap((argument, at, all) =>
  argument === '--project' ? (all[at + 1] ?? []) : argument.startsWith('--project=') ? argument.slice(10) : [],
)
const testsAlone = projects.length > 0 && projects.every((name) => ['unit', 'integration', 'ci'].includes(name))
const suitesAlone = projects.length > 0 && projects.every((name) => ['robustness', 'ranking'].includes(name))
/** Finding them takes as long as reading all test files, which the suites need not wait for. */
const startsProcesses = suitesAlone ? [] : filesThatStartProcesses(TESTS)

/**
 * A run of the suites takes the package as it is shipped, built from the present sources: as hundreds of modules it takes
 * longer to load than to build. What watches takes the sources, since they may change under it.
 */
const inSuites = testsAlone || process.argv[2] !== 'run' ? inSources : await inBuild()

export default defineConfig({
  plugins: testsAlone ? [] : [await plugin()],
  resolve: { alias: named(inSources) },
  test: {
    // One more than vitest's own choice, which leaves one of two cores idle.
    maxWorkers: availableParallelism(),
    ...(testsAlone && { sequence: { sequencer: await longestFirst() } }),
    // For `.ci/run`, which sums the results into one line.
    reporters: process.env['CI_RESULTS']
      ? ['default', ['json', { outputFile: process.env['CI_RESULTS'] }]]
      : ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [TESTS],
          exclude: startsProcesses,
          // Modules hold no state that a test could leave behind, so files share them: loading them again takes as long as the tests.
          isolate: false,
          // Long enough for a machine that does other things too: no test asserts a time.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        // Generous: a test starts several processes, and machines of CI are small and shared.
        test: {
          name: 'integration',
          include: startsProcesses,
          // What vitest prints in a nested run is compared as plain text.
          env: { NO_COLOR: '1' },
          globalSetup: '.ci/builtPackage.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // What needs more than a checkout: the registry, minutes of inference. `.ci/run` runs it.
      {
        extends: true,
        test: { name: 'ci', include: ['.ci/**/*.test.ts'], globalSetup: '.ci/builtPackage.ts' },
      },
      {
        extends: true,
        resolve: { alias: named(inSuites) },
        test: { name: 'robustness', include: ['suites/**/*.robust.ts'] },
      },
      // `npm run rank`. Only when asked for: `vitest run suites` is the gate.
      ...(process.env['RANKING']
        ? [
            {
              extends: true as const,
              resolve: { alias: named(inSuites) },
              test: { name: 'ranking', include: ['suites/*.ranking.ts'] },
            },
          ]
        : []),
    ],
  },
})

/** The suites are written against the package's name, as a user's are. */
function named(entry: Entry) {
  return [
    { find: /^vitest-robustness$/, replacement: entry('index') },
    { find: /^vitest-robustness\/(\w+)$/, replacement: entry('$1') },
  ]
}

/** Loaded by Node itself, like the plugin: vitest reads this config twice, and would put their modules together with it. */
async function setUp() {
  return (await import(new URL('./.ci/builtPackage.ts', import.meta.url).href)) as typeof Built
}

async function longestFirst() {
  const { LongestFirst } = (await import(new URL('./.ci/longestFirst.ts', import.meta.url).href)) as typeof Order
  return LongestFirst
}

async function inBuild(): Promise<Entry> {
  const folder = await installed()
  // Kept with the build and removed with it. The package leaves this to its users (docs/decisions/0013-start-of-a-run.md), and
  // this config is one: the variable is for workers.
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled')
  enableCompileCache(process.env['NODE_COMPILE_CACHE'])
  return (name) => join(folder, `node_modules/vitest-robustness/dist/src/${name}.js`)
}

async function plugin() {
  const { robustness } = (await import(inSuites('plugin'))) as typeof Plugin
  return robustness({
    releases: {
      v1: './suites/releases.ts#v1',
      v2: './suites/releases.ts#v2',
      v3: './suites/releases.ts#v3',
      v4: './suites/releases.ts#v4',
      v5: './suites/releases.ts#v5',
    },
    candidate: 'v2',
    baseline: 'fixtures/baselines/tiny',
    seen: 'fixtures/instructions/seen.json',
  })
}
