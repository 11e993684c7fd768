/** A user's path: the packed tarball in an empty project, installed by npm. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataset, instructionSet } from '../src/integration/fakeProject.testing.ts'
import { reporters } from '../reporters/index.ts'
import { commands } from '../src/cli/commandGroups.ts'
import type { Observation, Run } from '../src/core/types/index.ts'
import { COMMANDS, DATA } from './everything.ts'
import { whileDistStands } from './packInto.ts'
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
  plugins: [robustness({ releases: { v1: './models.ts#v1', v2: './models.ts#v2' }, candidate: 'v2', baseline: 'baselines/mine', seen: ['s1', 's2', 's3'], include: ['*.robust.ts'] })],
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

const PACKAGES = ['vitest@5', 'node@26', 'typescript@7', 'typescript-5.9@npm:typescript@5.9', '@types/node@26']
const EVERYTHING = join(import.meta.dirname, 'everything')
/** All that is exported, and a suite: a declaration that does not compile without an optional peer is found. */
const TYPED = `import * as api from 'vitest-robustness'
import * as matchers from 'vitest-robustness/matchers'
import * as models from 'vitest-robustness/models'
import * as plugin from 'vitest-robustness/plugin'
import run from 'vitest-robustness/schemas/run.schema.json' with { type: 'json' }
import { expect } from 'vitest'
export { api, matchers, models, plugin, run }
export const subject = api.release().on(api.booleanQa({ examples: 'x', instructions: 'y' }))
export const kept: Promise<void> = expect(subject).not.toBeStableUnder('lower-case', { maxFlipRate: 0.1 })
// @ts-expect-error an option that the claim does not know
export const typed = expect(subject).toStayAbove({ acuracy: 0.9 })
expect.extend(matchers.robustMatchers({}))
`

/** The files of the folder `all`, in which everything public is used. */
function everything(): Record<string, string> {
  const own = readdirSync(EVERYTHING).map((file) => [file, readFileSync(join(EVERYTHING, file), 'utf8')])
  const files = { ...DATA, ...(Object.fromEntries(own) as Record<string, string>) }
  const typed = Object.fromEntries(
    [
      ['bundler', 'esnext'],
      ['nodenext', 'nodenext'],
    ].map(([moduleResolution, module]) => [
      `typed/${moduleResolution}.json`,
      JSON.stringify({
        compilerOptions: {
          strict: true,
          skipLibCheck: false,
          noEmit: true,
          resolveJsonModule: true,
          module,
          moduleResolution,
          target: 'es2022',
          types: ['node'],
        },
        include: ['*.ts'],
      }),
    ]),
  )
  return {
    ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`all/${file}`, text])),
    ...typed,
    'typed/all.ts': TYPED,
    'common/package.json': '{ "type": "commonjs" }',
    'common/models.ts': FILES['models.ts'],
    'common/vitest.config.mts': FILES['vitest.config.ts'].replace("baseline: 'baselines/mine', ", ''),
    'common/qa.robust.ts': FILES['qa.robust.ts'],
    'common/data/qa.jsonl': dataset(),
    'common/data/qa.yaml': instructionSet(),
  }
}

describe('the packed tarball in an empty project', { timeout: 600_000 }, () => {
  let project: PackedProject
  beforeAll(() => {
    const data = { 'data/qa.jsonl': dataset(), 'data/qa.yaml': instructionSet() }
    project = packedProject({ ...FILES, ...data, ...everything() }, PACKAGES)
  }, 600_000)
  afterAll(() => project.remove(), 120_000)

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

  test('everything that the registries know is used', () => {
    const listed = JSON.parse(project.run('npx vitest-robustness list --json').output) as Record<string, Named[]>
    const names = (registry: string): string[] => (listed[registry] ?? []).map(({ name }) => name)
    const output = project.run('node use.ts', 'all').output.trim().split('\n').at(-1) ?? ''
    const { used, exported, faults } = JSON.parse(output) as Used
    expect(faults).toEqual([])
    // Every table of `list`: its matchers are those of the suite below, the rest is used there.
    for (const registry of Object.keys(listed).filter((name) => name !== 'matchers'))
      expect({ [registry]: used[registry]?.toSorted() }).toEqual({ [registry]: names(registry).toSorted() })
    expect(used['adapters']?.toSorted()).toEqual(exported.toSorted())

    expect(Object.keys(COMMANDS).toSorted()).toEqual(commands.map(({ name }) => name).toSorted())
    const inside = (line: string) => project.run(`npx vitest-robustness ${line}`, 'all')
    const latest = (): string => project.read('all/.robustness/runs/latest').trim()
    const runOf = (id: string) => JSON.parse(project.read(`all/.robustness/runs/${id}/run.json`)) as Run
    const cellOf = (id: string): string => {
      const [one = ''] = project.read(`all/.robustness/runs/${id}/observations.jsonl`).split('\n')
      const { release, task, example, variant, trial } = JSON.parse(one) as Observation
      return [release, task, example, variant, trial].join('/')
    }
    let first = ''
    const ended: Record<string, string> = {}
    for (const [name, { line, codes = [0] }] of Object.entries(COMMANDS)) {
      const { code, output: said } = inside(
        line
          .replace('CELL', first === '' ? '' : cellOf(first))
          .replace('FIRST', first)
          .replace('LATEST', first === '' ? '' : latest()),
      )
      expect(codes, `${name} exits ${code}: ${said}`).toContain(code)
      ended[name] = said
      if (name !== 'gate') continue
      first = latest()
      const decided = runOf(first).evidence.claims.map(({ spec }) => spec.kind)
      expect(decided.toSorted()).toEqual(names('matchers').toSorted())
      for (const reporter of Object.keys(reporters)) {
        const { code: wrote, output: why } = inside(`report --format ${reporter} --output report-${reporter}`)
        expect({ reporter, wrote, why }).toMatchObject({ wrote: 0 })
        expect(project.read(`all/report-${reporter}`)).not.toBe('')
      }
    }
    const lists = {
      ...used,
      matchers: names('matchers'),
      reporters: Object.keys(reporters),
      commands: Object.keys(ended),
    }
    for (const [registry, each] of Object.entries(lists))
      console.log(`${registry} (${each.length}): ${each.join(', ')}`)
  })

  test.each([
    ['bundler', 'typescript'],
    ['bundler', 'typescript-5.9'],
    ['nodenext', 'typescript'],
    ['nodenext', 'typescript-5.9'],
  ])('declarations compile whole and without optional peers: %s, %s', (resolution, compiler) => {
    const { code, output } = project.run(`node node_modules/${compiler}/bin/tsc -p typed/${resolution}.json`)
    expect({ code, output }).toEqual({ code: 0, output: '' })
  })

  test('publint and arethetypeswrong find nothing', () => {
    const env = { ...process.env, npm_config_ignore_scripts: 'true' }
    const { status, stdout, stderr } = whileDistStands(() =>
      spawnSync('npm', ['run', 'lint:package'], { cwd: REPOSITORY, encoding: 'utf8', env }),
    )
    expect({ status, said: stdout + stderr }).toMatchObject({ status: 0 })
  })

  test('docs, CI files, signed instruction sets and starter packs are in it', () => {
    for (const file of [
      'docs/list.md',
      'docs/ci/github-actions.yml',
      'fixtures/instructions/re.yaml',
      'packs/relation-extraction/recorded/v1.jsonl',
      'CHANGELOG.md',
    ])
      expect(project.read(`node_modules/vitest-robustness/${file}`)).not.toBe('')
  })

  test('one public address: pages for issues and docs follow from the repository', () => {
    const { homepage, bugs, repository, publishConfig } = JSON.parse(
      project.read('node_modules/vitest-robustness/package.json'),
    ) as { homepage: string; bugs: string; repository: { url: string }; publishConfig: unknown }
    const address = repository.url.replace(/^git\+(.*)\.git$/, '$1')
    expect({ homepage, bugs }).toEqual({ homepage: `${address}#readme`, bugs: `${address}/issues` })
    expect(publishConfig).toEqual({ access: 'public', provenance: true })
  })

  test('it is small: at most 20 MB, with vitest 60', () => {
    const own = megabytes(project, ['vitest-robustness'])
    const whole = megabytes(project, ['vitest-robustness', 'vitest'])
    console.log(`install without optional peers: ${own.toFixed(1)} MB, with vitest ${whole.toFixed(1)} MB`)
    expect(own).toBeLessThanOrEqual(20)
    expect(whole).toBeLessThanOrEqual(60)
  })

  test('a CommonJS project loads its releases, and git takes no answers', () => {
    const { code, output } = project.run('env ROBUSTNESS_RELEASE=v1 npx vitest run', 'common')
    expect(output).not.toMatch(/inline|outside a module/)
    expect({ code, output }).toMatchObject({ code: 0 })
    expect(project.read('common/.robustness/.gitignore')).toContain('\n*\n')
  })
})

interface Named {
  readonly name: string
}

interface Used {
  readonly used: Readonly<Record<string, string[]>>
  readonly exported: readonly string[]
  readonly faults: readonly string[]
}

interface Entry {
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>
}

/** Disk space of packages with all that they bring; vitest only where it is named, as it is the user's own. */
function megabytes(project: PackedProject, roots: readonly string[]): number {
  const { packages } = JSON.parse(project.read('node_modules/.package-lock.json')) as {
    packages: Record<string, Entry>
  }
  const places = new Set<string>()
  const add = (name: string, from: string): void => {
    const place = [`${from}/node_modules/${name}`, `node_modules/${name}`].find((found) => packages[found])
    if (place === undefined || places.has(place)) return
    places.add(place)
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[place]!
    const peers = Object.keys(peerDependencies ?? {}).filter((peer) => !peerDependenciesMeta?.[peer]?.optional)
    for (const next of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers])
      if (next !== 'vitest' || roots.includes('vitest')) add(next, place)
  }
  for (const root of roots) add(root, '')
  const { output } = project.run(`du -ck --exclude=.cache ${[...places].join(' ')}`)
  return Number(/(\d+)\s+total/.exec(output)?.[1]) / 1024
}
