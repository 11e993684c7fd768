import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { folderWith } from '../cliIn.testing.ts'
import { detectProject } from './detectProject.ts'
import { choosePack, packStarter, packTable, readPacks } from './packs.ts'
import { type InitPlan, planInit } from './planInit.ts'
import { unifiedDiff } from './unifiedDiff.ts'

/** Two packs: one with recorded answers, one without. */
const PACKS = {
  'b/pack.json': {
    name: 'b',
    title: 'B',
    summary: 'Small questions.',
    task: 'boolean-qa',
    recorded: false,
    files: ['examples.jsonl', 'b.robust.ts'],
  },
  'b/examples.jsonl': '1\n2\n3\n4\n5\n',
  'b/b.robust.ts': "import { test } from 'vitest'\n",
  'c/pack.json': {
    name: 'c',
    title: 'C',
    summary: 'Small texts.',
    task: 'text-classification',
    recorded: true,
    files: ['instructions.yaml', 'c.robust.ts', 'releases.ts', 'recorded/one.jsonl'],
  },
  'c/instructions.yaml': 'set: c\n',
  'c/c.robust.ts': "import { test } from 'vitest'\n",
  'c/recorded/one.jsonl': '{}\n',
  'c/releases.ts':
    "const of = (name: string) => `recorded/${name}.jsonl`\nexport const one = () => of('one')\nexport const two = () => of('two')\n",
  'notes.txt': 'no pack',
}

async function planned(files: Readonly<Record<string, unknown>>, pack = 'b') {
  const packs = await folderWith(PACKS)
  const folder = await folderWith(files)
  const starter = await packStarter(choosePack(await readPacks(packs), pack), packs)
  const plan = async (): Promise<InitPlan> => planInit(await detectProject(folder), starter)
  return { folder, plan }
}

function apply(folder: string, { changes }: InitPlan): void {
  for (const { file, after } of changes) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), after)
  }
}

test('packs: those that run at once come first, and are chosen by name or number', async () => {
  const packs = await readPacks(await folderWith(PACKS))
  expect(packTable(packs)).toMatchInlineSnapshot(`
    "  1  c  Small texts. (runs at once, on recorded answers)
      2  b  Small questions. (needs a model of yours)
    "
  `)
  expect(['', '1', '2', 'b'].map((written) => choosePack(packs, written).name)).toEqual(['c', 'c', 'b', 'b'])
  expect(() => choosePack(packs, 'bb')).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: No starter pack is called "bb"; there are c, b]`,
  )
})

test('an empty project: all that is written', async () => {
  const { plan } = await planned({})
  const { changes, kept, notes } = await plan()
  expect([kept, notes]).toEqual([
    [],
    ['This pack needs a model of yours: robustness/releases says which one is asked and where'],
  ])
  expect(unifiedDiff(changes, false)).toMatchInlineSnapshot(`
    "--- /dev/null
    +++ b/vitest.config.mts
    @@ -0,0 +1,15 @@
    +import { defineConfig } from 'vitest/config'
    +import { robustness } from 'vitest-robustness/plugin'
    +
    +export default defineConfig({
    +  plugins: [
    +    robustness({
    +      releases: {
    +        mine: './robustness/releases.mts#mine',
    +      },
    +      candidate: 'mine',
    +      // baseline: 'baselines/b', // take this line in, then: npx vitest-robustness baseline accept
    +      live: false, // \`vitest run\` and watch mode ask no endpoint; \`vitest-robustness gate\` and CI do
    +    }),
    +  ],
    +})
    --- /dev/null
    +++ b/robustness/releases.mts
    @@ -0,0 +1,11 @@
    +import { openAICompatible } from 'vitest-robustness/models'
    +
    +/** Your own model behind any OpenAI-compatible endpoint: vLLM, llama.cpp, Ollama, most vendors. */
    +export const mine = () =>
    +  openAICompatible({
    +    origin: process.env['MODEL_ORIGIN'] ?? 'http://127.0.0.1:8000',
    +    model: process.env['MODEL_NAME'] ?? 'my-model',
    +    // apiKeyEnv: 'MODEL_KEY', // the name of the variable that holds the key
    +    // revision: '2026-11-01', // a dated snapshot or a digest, where the endpoint holds to one: then recorded answers count
    +    parameters: { temperature: 0, max_tokens: 64 },
    +  })
    --- /dev/null
    +++ b/robustness/b/examples.jsonl
    @@ -0,0 +1,5 @@
    +1
    +2
    +3
    … and 2 more lines like these
    --- /dev/null
    +++ b/robustness/b/b.robust.mts
    @@ -0,0 +1,1 @@
    +import { test } from 'vitest'
    --- /dev/null
    +++ b/.gitignore
    @@ -0,0 +1,1 @@
    +.robustness/
    "
  `)
})

test('an existing project of JavaScript: its config is extended, its file is kept', async () => {
  const { plan } = await planned(
    {
      'package.json': { type: 'module' },
      'package-lock.json': '{}',
      'index.js': '',
      '.gitignore': 'node_modules',
      'vitest.config.js': `import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.js'],
    globals: true,
    environment: 'node',
  },
})
`,
      'robustness/c/instructions.yaml': 'mine\n',
    },
    'c',
  )
  const { changes, kept, notes } = await plan()
  expect([kept, notes]).toEqual([['robustness/c/instructions.yaml'], []])
  expect(unifiedDiff(changes, false)).toMatchInlineSnapshot(`
    "--- a/vitest.config.js
    +++ b/vitest.config.js
    @@ -1,6 +1,20 @@
    +import { robustness } from 'vitest-robustness/plugin'
     import { defineConfig } from 'vitest/config'
     
     export default defineConfig({
    +  plugins: [
    +    robustness({
    +      releases: {
    +        one: './robustness/c/releases.js#one',
    +        two: './robustness/c/releases.js#two',
    +        mine: './robustness/releases.js#mine',
    +      },
    +      candidate: 'two',
    +      // candidate: 'mine', // in place of the line above; for one run: ROBUSTNESS_RELEASE=mine
    +      // baseline: 'baselines/c', // take this line in, then: npx vitest-robustness baseline accept
    +      live: false, // \`vitest run\` and watch mode ask no endpoint; \`vitest-robustness gate\` and CI do
    +    }),
    +  ],
       test: {
         include: ['test/**/*.test.js'],
         globals: true,
    --- /dev/null
    +++ b/robustness/releases.js
    @@ -0,0 +1,11 @@
    +import { openAICompatible } from 'vitest-robustness/models'
    +
    +/** Your own model behind any OpenAI-compatible endpoint: vLLM, llama.cpp, Ollama, most vendors. */
    +export const mine = () =>
    +  openAICompatible({
    +    origin: process.env['MODEL_ORIGIN'] ?? 'http://127.0.0.1:8000',
    +    model: process.env['MODEL_NAME'] ?? 'my-model',
    +    // apiKeyEnv: 'MODEL_KEY', // the name of the variable that holds the key
    +    // revision: '2026-11-01', // a dated snapshot or a digest, where the endpoint holds to one: then recorded answers count
    +    parameters: { temperature: 0, max_tokens: 64 },
    +  })
    --- /dev/null
    +++ b/robustness/c/c.robust.js
    @@ -0,0 +1,1 @@
    +import { test } from 'vitest'
    --- /dev/null
    +++ b/robustness/c/releases.js
    @@ -0,0 +1,3 @@
    +const of = (name) => \`recorded/\${name}.jsonl\`
    +export const one = () => of('one')
    +export const two = () => of('two')
    --- /dev/null
    +++ b/robustness/c/recorded/one.jsonl
    @@ -0,0 +1,1 @@
    +{}
    --- a/.gitignore
    +++ b/.gitignore
    @@ -1,1 +1,2 @@
     node_modules
    +.robustness/
    "
  `)
})

test('what cannot be extended by text is printed, and CI of both kinds is set up', async () => {
  const { plan } = await planned({
    'package.json': { type: 'module', packageManager: 'pnpm@9.0.0' },
    'vitest.config.ts': 'export default base\n',
    'robustness/releases.ts': 'export const other = 1\n',
    'vitest.workspace.ts': '',
    '.gitignore': '.robustness\n',
    '.github/CODEOWNERS': '',
    '.gitlab-ci.yml': 'stages: [test]\n',
  })
  const { changes, notes } = await plan()
  expect(changes.map(({ file, before }) => [file, before])).toMatchInlineSnapshot(`
    [
      [
        "robustness/b/examples.jsonl",
        null,
      ],
      [
        "robustness/b/b.robust.ts",
        null,
      ],
      [
        ".github/workflows/robustness.yml",
        null,
      ],
      [
        ".gitlab/robustness.gitlab-ci.yml",
        null,
      ],
    ]
  `)
  expect(notes.join('\n--\n')).toMatchInlineSnapshot(`
    "This pack needs a model of yours: robustness/releases says which one is asked and where
    --
    vitest.config.ts is left as it is, for it does not export a plain defineConfig({ … }). Add the import at its top, and the call to the list \`plugins\` of the
    object that it exports (beside \`test\`, not inside of it):
      import { robustness } from 'vitest-robustness/plugin'
      plugins: [
        robustness({
          releases: {
            mine: './robustness/releases.ts#mine',
          },
          candidate: 'mine',
          // baseline: 'baselines/b', // take this line in, then: npx vitest-robustness baseline accept
          live: false, // \`vitest run\` and watch mode ask no endpoint; \`vitest-robustness gate\` and CI do
        }),
      ]
    --
    robustness/releases.ts is yours. This suite brings a release that it lacks; add what you need, and its name to \`releases\` of the config:
      /** Your own model behind any OpenAI-compatible endpoint: vLLM, llama.cpp, Ollama, most vendors. */
      export const mine = () =>
        openAICompatible({
          origin: process.env['MODEL_ORIGIN'] ?? 'http://127.0.0.1:8000',
          model: process.env['MODEL_NAME'] ?? 'my-model',
          // apiKeyEnv: 'MODEL_KEY', // the name of the variable that holds the key
          // revision: '2026-11-01', // a dated snapshot or a digest, where the endpoint holds to one: then recorded answers count
          parameters: { temperature: 0, max_tokens: 64 },
        })
    --
    .gitlab-ci.yml is yours: add these two lines to it
      include:
        - local: .gitlab/robustness.gitlab-ci.yml
    --
    vitest.workspace.ts is not read by vitest 4 and later: its projects belong into test.projects of the config"
  `)
  const [github = '', gitlab = ''] = changes.filter(({ file }) => file.endsWith('.yml')).map(({ after }) => after)
  expect(Object.keys(parse(github) as object)).toContain('jobs')
  expect(Object.keys(parse(gitlab) as object)).toEqual(['robustness gate'])
  expect(`${github}${gitlab}`).not.toMatch(/\b(npx|npm)\b/)
})

test.each(['npm', 'pnpm', 'yarn@4', 'yarn@1', 'bun'])('CI with %s', async (name) => {
  const packageManager = name.includes('@') ? `${name}.0.0` : `${name}@9.0.0`
  const { plan } = await planned({ 'package.json': { packageManager }, '.github/a': '', '.gitlab-ci.yml': '' })
  const texts = (await plan()).changes.filter(({ file }) => file.endsWith('.yml')).map(({ after }) => after)
  const commands = texts.flatMap((text) =>
    text.split('\n').filter((line) => /\b(np[mx]|pnpm|yarn|bunx?|corepack)\b/.test(line)),
  )
  expect(commands.map((line) => line.trim())).toMatchSnapshot()
})

test.each([
  {},
  { 'package.json': { type: 'module' }, '.github/a': '', '.gitlab-ci.yml': 'a: b' },
  { 'vitest.config.cjs': 'module.exports = {}' },
  { 'vite.config.ts': "import { defineConfig } from 'vite'\nexport default defineConfig({})" },
])('in %j a second time there is nothing to do, and all modules parse', async (files) => {
  const { folder, plan } = await planned(files, 'c')
  const first = await plan()
  const modules = first.changes.filter(({ file }) => /\.[cm]?[jt]s$/.test(file))
  expect(modules.length).toBeGreaterThan(2)
  expect(modules.flatMap(({ file, after }) => parseSync(file, after).errors)).toEqual([])
  apply(folder, first)
  const { changes, kept } = await plan()
  expect([changes, kept]).toEqual([[], []])
})

test('the modules of all packs that ship parse as JavaScript in a project of JavaScript', async () => {
  const folder = await folderWith({ 'package.json': { type: 'module' }, 'index.js': '' })
  const plans = await Promise.all(
    (await readPacks()).map(async (pack) => planInit(await detectProject(folder), await packStarter(pack))),
  )
  const modules = plans.flatMap(({ changes }) => changes).filter(({ file }) => file.endsWith('.js'))
  expect(modules.filter(({ file }) => file.endsWith('.robust.js'))).toHaveLength(plans.length)
  expect(modules.flatMap(({ file, after }) => parseSync(file, after).errors)).toEqual([])
})

test("Node's types are named where a project with TypeScript lacks them", async () => {
  const notes = async (devDependencies: Readonly<Record<string, string>>) =>
    (await (await planned({ 'package.json': JSON.stringify({ devDependencies }) })).plan()).notes.filter((note) =>
      note.includes('@types/node'),
    )
  expect(await notes({ typescript: '5' })).toMatchInlineSnapshot(`
    [
      "What is written uses process.env and import.meta.dirname, which tsc knows by Node's types: npm install --save-dev @types/node, and 'node' in \`types\` where tsconfig.json has that list",
    ]
  `)
  expect([...(await notes({ typescript: '5', '@types/node': '24' })), ...(await notes({}))]).toEqual([])
})
