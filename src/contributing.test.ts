import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** CONTRIBUTING's recipes, followed to the letter in a copy. */

const ROOT = join(import.meta.dirname, '..')
const BIN = join(ROOT, 'node_modules/.bin')
const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
/** A recipe of two files, and the tests of its room that a plugin made by it must pass, by a part of their names. */
interface Recipe {
  readonly what: string
  readonly room: string
  readonly registry: string
  /** Name of a plugin beside which the new one is put. */
  readonly beside: string
  readonly tests: Readonly<Record<string, (plugin: { readonly name: string; readonly label: string }) => string>>
}
const RECIPES: readonly Recipe[] = [
  {
    what: 'perturbation',
    room: 'src/core/perturbations',
    registry: 'src/core/perturbations/perturbations.ts',
    beside: 'deleteLetters',
    tests: { 'src/core/perturbations/perturbations.test.ts': ({ label }) => `${label} keeps the contract` },
  },
  {
    what: 'metric',
    room: 'src/core/metrics',
    registry: 'src/core/metrics/metrics.ts',
    beside: 'maximum',
    tests: {
      'src/core/metrics/metrics.test.ts': ({ name }) => `${name} > keeps the promises of a metric`,
      'src/core/measure/measureTask.test.ts': () => 'every metric stands in the report of the task',
    },
  },
]

let copy: string
const run = (tool: string, ...args: string[]) => {
  const kept = Object.entries(process.env).filter(([key]) => !/^(VITEST|VITE_|TEST$|NODE_ENV$|NODE_OPTIONS$)/.test(key))
  const env = { ...Object.fromEntries(kept), NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(join(BIN, tool), args, { cwd: copy, encoding: 'utf8', env })
  return { code: status, output: stdout + stderr }
}
const filesOf = (root: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile())
      .map(({ parentPath, name: own }) => join(parentPath, own))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  )

test('every benchmark is named', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }
  const named = [...text.matchAll(/^\| `npm run (\S+)` \|/gm)].map(([, script]) => script)
  expect(named).toEqual(expect.arrayContaining(Object.keys(scripts).filter((script) => script.startsWith('bench:'))))
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
})

describe.each(RECIPES)('a $what, as CONTRIBUTING.md describes it', ({ what, room, registry, beside, tests }) => {
  const section = new RegExp(`^## A ${what}\\n(?<body>[\\s\\S]*?)(?=^## )`, 'm').exec(text)?.groups?.['body'] ?? ''
  const { file = '', code = '' } =
    /`(?<file>src\/[^`]+\.ts)`:\s+```ts\n(?<code>[\s\S]*?)```/.exec(section)?.groups ?? {}
  const name = /export const (?<name>\w+) =/.exec(code)?.groups?.['name'] ?? ''
  const label = /name: '(?<label>[^']+)'/.exec(code)?.groups?.['label'] ?? ''
  let before: ReadonlyMap<string, string>

  beforeAll(() => {
    // Inside the repository, so that packages are found.
    const parent = join(ROOT, '.robustness', 'copies')
    mkdirSync(parent, { recursive: true })
    copy = mkdtempSync(join(parent, 'c-'))
    cpSync(join(ROOT, 'src/core'), join(copy, 'src/core'), { recursive: true })
    writeFileSync(join(copy, 'package.json'), '{ "type": "module" }\n')
    writeFileSync(join(copy, 'vitest.config.ts'), 'export default {}\n')
    const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as Record<string, object>
    const include = [`${room}/**/*.ts`]
    const exclude = ['**/publicSurface.test.ts']
    writeFileSync(
      join(copy, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, paths: {} }, include, exclude }),
    )
    before = filesOf(copy)
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  test('has a file and a registry in its text', () => {
    expect(section).toContain(registry)
    expect([file !== '', code !== '', name !== '', label !== '']).toEqual([true, true, true, true])
    expect(existsSync(join(ROOT, file))).toBe(false)
  })

  test('touches two files', () => {
    writeFileSync(join(copy, file), code)
    const from = `./${file.slice(room.length + 1)}`
    const listed = (before.get(registry) ?? '')
      .replace(
        new RegExp(`^import \\{ ${beside} \\}.*\\n`, 'm'),
        (line) => `${line}import { ${name} } from '${from}'\n`,
      )
      .replace(new RegExp(`^ {2}${beside},\\n`, 'm'), (line) => `${line}  ${name},\n`)
    writeFileSync(join(copy, registry), listed)
    const after = filesOf(copy)
    expect([...after.keys()].filter((path) => after.get(path) !== before.get(path)).toSorted()).toEqual(
      [file, registry].toSorted(),
    )
  })

  test('type-checks, is in shape, and keeps the contract', { timeout: 60_000 }, () => {
    expect(run('tsc', '-p', '.')).toMatchObject({ code: 0 })
    expect(run('oxfmt', '--config', join(ROOT, '.oxfmtrc.json'), '--check', file)).toMatchObject({ code: 0 })
    for (const [tested, said] of Object.entries(tests)) {
      const wanted = said({ name, label })
      const part = wanted.replace(/^.* > /, '')
      const { code: exit, output } = run('vitest', 'run', '--reporter=verbose', tested, '-t', part)
      expect(output).toMatch(new RegExp(`✓ .*${wanted}`))
      expect({ exit, output }).toMatchObject({ exit: 0 })
    }
  })
})

describe('a field of an observation, as CONTRIBUTING.md describes it', () => {
  const DECLARED = 'src/core/types/observation.ts'
  const recipe = /^## A field of an observation\n(?<body>[\s\S]*?)(?=^## )/m.exec(text)?.groups?.['body'] ?? ''
  const [typed = '', said = ''] = [...recipe.matchAll(/```ts\n(?<code>[\s\S]*?)```/g)].map(([, own]) => own)
  let folder: string

  beforeAll(() => {
    const parent = join(ROOT, '.robustness', 'copies')
    mkdirSync(parent, { recursive: true })
    folder = mkdtempSync(join(parent, 'f-'))
    for (const part of ['src', 'reporters']) cpSync(join(ROOT, part), join(folder, part), { recursive: true })
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
    const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8')) as Record<string, object>
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions,
        include: ['src', 'reporters'],
        exclude: ['**/*.test.ts', '**/*.testing.ts', '**/dom/*.ts'],
      }),
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('one declaration reaches schema, lines, table, page and checks', { timeout: 60_000 }, () => {
    expect(recipe).toContain(DECLARED)
    const before = readFileSync(join(folder, DECLARED), 'utf8')
    const after = before
      .replace(/^(export interface Observation [^]*?)^\}/m, (_, body: string) => `${body}${typed}}`)
      .replace(/^\} as const satisfies/m, (end) => `${said}${end}`)
    writeFileSync(join(folder, DECLARED), after)
    const tool = (command: string, ...args: string[]) =>
      spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
    expect(tool(join(BIN, 'tsc'), '-p', '.').stdout).toBe('')

    const script = `
      import { COLUMNS } from './src/cli/export/columns.ts'
      import { pageData } from './reporters/html/pageData.ts'
      import { samplePicture } from './reporters/html/samplePicture.testing.ts'
      import { TAKEN_AS_OBSERVED } from './src/verify/decidesNothing.ts'
      import { observationLine } from './src/runs/observations.ts'
      import { problems } from './src/schemas/index.ts'
      import { samples } from './src/schemas/samples.testing.ts'
      const one = { ...samples.observation, finish: 'stop' }
      const { run, picture } = samplePicture()
      const observations = picture.observations.map((own) => ({ ...own, finish: 'stop' }))
      const parts = { evidence: run.evidence, context: null, hash: '', history: [], picture: { ...picture, observations } }
      console.log(JSON.stringify({
        faults: [problems('observation', one), problems('observation', { ...one, finish: 7 })].map(({ length }) => length),
        line: JSON.parse(observationLine(one)).finish,
        column: COLUMNS.find(({ name }) => name === 'finish').value(one),
        page: pageData(parts).lines.map(({ name, texts }) => [name, texts]),
        taken: TAKEN_AS_OBSERVED.finish,
      }))`
    writeFileSync(join(folder, 'look.ts'), script)
    const { stdout, stderr } = tool(process.execPath, 'look.ts')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      faults: [0, 1],
      line: 'stop',
      column: 'stop',
      page: [['finish', ['stop']]],
      taken: 'as the endpoint says; no verdict follows from it',
    })
  })
})
