/** A user's path: the packed tarball in an empty project, installed by npm. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataset, instructionSet } from '../src/integration/fakeProject.testing.ts'
import { packedProject, type PackedProject } from './packedProject.ts'

const REPOSITORY = join(import.meta.dirname, '..')

const FILES = {
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
  let project: PackedProject
  beforeAll(() => {
    project = packedProject({ ...FILES, 'data/qa.jsonl': dataset(), 'data/qa.yaml': instructionSet() })
  }, 240_000)
  afterAll(() => project.remove())

  test('the suite type-checks', () => {
    expect(project.run('npx tsc -p .')).toMatchObject({ code: 0 })
  })

  test('accept v1, gate v1 (exit 0), gate v2 (exit 1), verify, show', () => {
    const accepted = project.run('npx vitest-robustness baseline accept --release v1 --yes')
    expect(accepted.output).toMatch(/Accepted v1/)
    expect(accepted.code).toBe(0)
    const same = project.run('env ROBUSTNESS_RELEASE=v1 npx vitest run')
    expect(same.code).toBe(0)
    const worse = project.run('npx vitest run')
    expect(worse.output).toMatch(
      /Claim "yes\/no questions > is no worse than the accepted release on unseen instructions"\s+fails/,
    )
    expect(worse.code).toBe(1)
    const report = project.run('npx vitest-robustness report --verify')
    expect(report.code).toBe(0)
    const cell = /show (v2\/[\w/.-]+)/.exec(report.output)?.[1]
    const shown = project.run(`npx vitest-robustness show ${cell ?? 'none'}`)
    expect(shown.output).toMatch(/says (yes|no)/)
    expect(shown.code).toBe(0)
  })

  test('an optional package that is not installed is named with the way to install it', () => {
    const models = join(REPOSITORY, 'fixtures/models/t5-0.1m')
    const text = `import { fromFolder } from 'vitest-robustness/models'\nexport const v1 = () => fromFolder('${models}')\n`
    project.write('models.ts', text)
    const missing = project.run('env ROBUSTNESS_RELEASE=v1 npx vitest run')
    project.write('models.ts', FILES['models.ts'])
    expect(missing.output).toMatch(/not installed: npm i -D @huggingface\/transformers/)
    expect(missing.code).toBe(2)
  })

  test('a usage error exits 2 and names the way out', () => {
    const unknown = project.run('env ROBUSTNESS_RELEASE=v9 npx vitest run')
    expect(unknown.output).toMatch(/unknown release "v9".*; the config names v1, v2/)
    expect(unknown.code).toBe(2)
  })
})
