import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** CONTRIBUTING's recipe for a perturbation, followed to the letter in a copy. */

const ROOT = join(import.meta.dirname, '..')
const BIN = join(ROOT, 'node_modules/.bin')
const REGISTRY = 'src/core/perturbations/perturbations.ts'
const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
const section = /^## A perturbation\n(?<body>[\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text)?.groups?.['body'] ?? ''
const { file = '', code = '' } = /`(?<file>src\/[^`]+\.ts)`:\s+```ts\n(?<code>[\s\S]*?)```/.exec(section)?.groups ?? {}
const name = /export const (?<name>\w+) =/.exec(code)?.groups?.['name'] ?? ''

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

describe('a perturbation, as CONTRIBUTING.md describes it', () => {
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
    const include = ['src/core/perturbations/**/*.ts']
    const exclude = ['**/publicSurface.test.ts']
    writeFileSync(
      join(copy, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, paths: {} }, include, exclude }),
    )
    before = filesOf(copy)
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  test('has a file and a registry in its text', () => {
    expect(section).toContain(REGISTRY)
    expect([file !== '', code !== '', name !== '']).toEqual([true, true, true])
    expect(existsSync(join(ROOT, file))).toBe(false)
  })

  test('touches two files', () => {
    writeFileSync(join(copy, file), code)
    const registry = before.get(REGISTRY) ?? ''
    const from = `./${file.slice('src/core/perturbations/'.length)}`
    const listed = registry
      .replace(/^import \{ deleteLetters \}.*\n/m, (line) => `${line}import { ${name} } from '${from}'\n`)
      .replace(/^ {2}deleteLetters,\n/m, (line) => `${line}  ${name},\n`)
    writeFileSync(join(copy, REGISTRY), listed)
    const after = filesOf(copy)
    expect([...after.keys()].filter((path) => after.get(path) !== before.get(path)).toSorted()).toEqual(
      [file, REGISTRY].toSorted(),
    )
  })

  test('type-checks, is in shape, and keeps the contract', { timeout: 60_000 }, () => {
    expect(run('tsc', '-p', '.')).toMatchObject({ code: 0 })
    expect(run('oxfmt', '--config', join(ROOT, '.oxfmtrc.json'), '--check', file)).toMatchObject({ code: 0 })
    const own = (code.match(/name: '(?<own>[^']+)'/)?.groups ?? {})['own'] ?? ''
    const tested = run('vitest', 'run', '--reporter=verbose', 'src/core/perturbations/perturbations.test.ts', '-t', own)
    expect(tested.output).toMatch(new RegExp(`✓ .*${own} keeps the contract`))
    expect(tested).toMatchObject({ code: 0 })
  })
})
