/** The folders of `examples`, each copied, installed with the packed tarball, and run as its README says, line by line. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import type { Run } from '../src/core/types/index.ts'
import { packInto } from './packInto.ts'

const ROOT = join(import.meta.dirname, '..')
const EXAMPLES = join(ROOT, 'examples')
const names = readdirSync(EXAMPLES)
/** The longest README, in lines: one screen. */
const A_SCREEN = 40

interface Package {
  readonly devDependencies: Record<string, string>
}

const readmeOf = (name: string): string => readFileSync(join(EXAMPLES, name, 'README.md'), 'utf8')
/** The commands of a README, with the exit code that the comment behind each names. */
const commandsOf = (name: string) =>
  [...readmeOf(name).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    .map((line) => ({ line, code: Number(/ # exit code (\d)$/.exec(line)?.[1] ?? 0) }))

test('there are five, each under a screen, each for this version', () => {
  expect(names).toEqual(['ai-sdk', 'langchain', 'logs', 'python', 'sharded-ci'])
  for (const name of names) {
    expect(readmeOf(name).split('\n').length).toBeLessThanOrEqual(A_SCREEN)
    expect(commandsOf(name)[0]).toEqual({ line: 'npm install', code: 0 })
    const { devDependencies } = JSON.parse(readFileSync(join(EXAMPLES, name, 'package.json'), 'utf8')) as Package
    expect(devDependencies['vitest-robustness']).toBe(`^${manifest.version}`)
    expect(devDependencies['vitest']).toBe('^5')
  }
})

test('the workflow of the shards is the template', () => {
  expect(readFileSync(join(EXAMPLES, 'sharded-ci/.github/workflows/robustness.yml'), 'utf8')).toBe(
    readFileSync(join(ROOT, 'docs/ci/github-actions.yml'), 'utf8'),
  )
})

describe('run as written, offline but for the installation', { timeout: 600_000 }, () => {
  let folder: string
  let tarball: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'examples-'))
    tarball = packInto(folder)
  }, 600_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000)

  /** The evidence of each example's runs under this process's Node. */
  const evidence = new Map<string, readonly (string | null)[]>()
  test.each(names)('%s', (name) => {
    const runs = runExample(name, dirname(process.execPath))
    expect(runs.map(verdictOf)).toEqual(expect.arrayContaining(['pass', 'fail']))
    evidence.set(name, runs.map(hashOf))
  })

  // Other tests run on the Node that is a dev dependency; these are the oldest that the package takes, and those between.
  test.each(['22.19.0', '24'])('ai-sdk under Node %s, with the same evidence', (version) => {
    const place = mkdtempSync(join(folder, 'node-'))
    writeFileSync(join(place, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }')
    const env = environment(dirname(process.execPath))
    const { status, stderr } = spawnSync('npm', ['install', `node@${version}`], { cwd: place, encoding: 'utf8', env })
    expect(`${stderr}\nexit code ${status}`).toMatch(/exit code 0$/)
    const bin = join(place, 'node_modules/node/bin')
    expect(spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' }).stdout).toMatch(new RegExp(`^v${version}`))
    const hashes = runExample('ai-sdk', bin).map(hashOf)
    expect(hashes).not.toContain(null)
    expect(hashes).toEqual(evidence.get('ai-sdk'))
  })

  /** Runs the commands of a README, each with its exit code, and returns the runs that they left, oldest first. */
  function runExample(name: string, bin: string): Run[] {
    const inside = join(folder, name)
    cpSync(join(EXAMPLES, name), inside, {
      recursive: true,
      filter: (path) => !/\/(node_modules|\.robustness|baselines)$/.test(path),
    })
    const file = join(inside, 'package.json')
    const given = JSON.parse(readFileSync(file, 'utf8')) as Package
    const devDependencies = { ...given.devDependencies, 'vitest-robustness': `file:../${tarball}` }
    writeFileSync(file, JSON.stringify({ ...given, devDependencies }))
    for (const { line, code } of commandsOf(name)) {
      const ended = spawnSync('bash', ['-c', line], { cwd: inside, encoding: 'utf8', env: environment(bin) })
      expect(`$ ${line}\n${ended.stdout}${ended.stderr}\nexit code ${ended.status}`).toMatch(
        new RegExp(`exit code ${code}$`),
      )
    }
    expect(readFileSync(join(inside, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i)
    const runs = readdirSync(join(inside, '.robustness/runs'))
      .filter((run) => run !== 'latest')
      .toSorted()
      .map((run) => join(inside, '.robustness/runs', run, 'run.json'))
      .filter((path) => existsSync(path))
      .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Run)
    rmSync(inside, { recursive: true, force: true })
    return runs
  }
})

function verdictOf({ evidence: { gate } }: Run): unknown {
  return gate?.verdict
}

function hashOf({ evidenceHash }: Run): string | null {
  return evidenceHash ?? null
}

/** This process's, with the Node of a folder, and without what the outer vitest set. */
function environment(bin: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|MODEL_|GITHUB_|NODE_ENV$|TEST$|CI$|npm_)/.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    PATH: `${bin}${delimiter}${process.env['PATH']}`,
    NO_COLOR: '1',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_prefer_offline: 'true',
  }
}
