/** A user's path: the packed tarball in an empty project, installed by npm. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataset, instructionSet } from '../src/integration/fakeProject.testing.ts'

const REPOSITORY = join(import.meta.dirname, '..')
let folder: string

const env = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$|npm_)/.test(name)),
  ),
  PATH: `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}`,
  NO_COLOR: '1',
})

function run(command: string, ...args: string[]): { code: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: env() })
  return { code: status, output: stdout + stderr }
}

const FILES = {
  'package.json': '{ "name": "a-user", "type": "module", "private": true, "allowScripts": { "node": true } }\n',
  'models.ts': `import { fromFunction } from 'vitest-robustness/models'
const read = (prompt: string): string => /says (yes|no)/.exec(prompt)?.[1] ?? 'none'
export const v1 = fromFunction({ model: 'mine', revision: '1', ask: async (prompt) => read(prompt) })
export const v2 = fromFunction({ model: 'mine', revision: '2', ask: async (prompt) => (/^(Read the text|Text: )/.test(prompt) ? read(prompt) : 'yes') })
`,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
export default defineConfig({
  plugins: [robustness({ releases: { v1: './models.ts#v1', v2: './models.ts#v2' }, candidate: 'v2', baseline: 'baselines/mine', seen: ['s1', 's2', 's3'] })],
})
`,
  'qa.robust.ts': `import { describe, expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'

const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' })

describe('yes/no questions', () => {
  test('keeps its answer when the instruction is reworded', async () => {
    await expect(release().on(qa)).toBeStableUnderParaphrase({ maxFlipRate: 0.1 })
  })
  test('is no worse than the accepted release on unseen instructions', async () => {
    await expect(release().on(qa)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.1 })
  })
})
`,
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "target": "es2024", "noEmit": true, "skipLibCheck": true, "types": [] }, "include": ["*.robust.ts", "models.ts"] }\n',
}

describe('the packed tarball in an empty project', { timeout: 240_000 }, () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tarball-'))
    execFileSync('npm', ['run', 'build'], { cwd: REPOSITORY })
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: REPOSITORY })
    mkdirSync(join(folder, 'data'))
    for (const [file, text] of Object.entries(FILES)) writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'data/qa.jsonl'), dataset())
    writeFileSync(join(folder, 'data/qa.yaml'), instructionSet())
    const installed = run(
      'npm',
      'install',
      '--save-dev',
      'vitest@5',
      'node@26',
      'typescript@7',
      './vitest-robustness-0.1.0.tgz',
    )
    if (installed.code !== 0) throw new Error(installed.output)
  }, 240_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('the suite type-checks', () => {
    expect(run('npx', 'tsc', '-p', '.')).toMatchObject({ code: 0 })
  })

  test('accept v1, gate v1 (exit 0), gate v2 (exit 1), verify, show', () => {
    const accepted = run('npx', 'vitest-robustness', 'baseline', 'accept', '--release', 'v1', '--yes')
    expect(accepted.output).toMatch(/Accepted v1/)
    expect(accepted.code).toBe(0)
    const same = spawnSync('npx', ['vitest', 'run'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env(), ROBUSTNESS_RELEASE: 'v1' },
    })
    expect(same.status).toBe(0)
    const worse = run('npx', 'vitest', 'run')
    expect(worse.output).toMatch(
      /Claim "yes\/no questions > is no worse than the accepted release on unseen instructions"\s+fails/,
    )
    expect(worse.code).toBe(1)
    const report = run('npx', 'vitest-robustness', 'report', '--verify')
    expect(report.code).toBe(0)
    const cell = /show (v2\/[\w/.-]+)/.exec(report.output)?.[1]
    const shown = run('npx', 'vitest-robustness', 'show', cell ?? 'none')
    expect(shown.output).toMatch(/says (yes|no)/)
    expect(shown.code).toBe(0)
  })

  test('an optional package that is not installed is named with the way to install it', () => {
    const models = join(REPOSITORY, 'fixtures/models/t5-0.1m')
    const text = `import { fromFolder } from 'vitest-robustness/models'\nexport const v1 = () => fromFolder('${models}')\n`
    writeFileSync(join(folder, 'models.ts'), text)
    const missing = spawnSync('npx', ['vitest', 'run'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env(), ROBUSTNESS_RELEASE: 'v1' },
    })
    writeFileSync(join(folder, 'models.ts'), FILES['models.ts'])
    expect(missing.stdout + missing.stderr).toMatch(/not installed: npm i -D @huggingface\/transformers/)
    expect(missing.status).toBe(2)
  })

  test('a usage error exits 2 and names the way out', () => {
    const unknown = spawnSync('npx', ['vitest', 'run'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env(), ROBUSTNESS_RELEASE: 'v9' },
    })
    expect(unknown.stdout + unknown.stderr).toMatch(/unknown release "v9".*; the config names v1, v2/)
    expect(unknown.status).toBe(2)
  })
})
