import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../cliIn.testing.ts'
import { detectProject, moduleExtension } from './detectProject.ts'

async function detected(files: Readonly<Record<string, unknown>>, inside = '.') {
  const folder = await folderWith(files)
  const { folder: _, config, gitlab, ...project } = await detectProject(join(folder, inside))
  const file = config?.file ?? null
  return {
    ...project,
    modules: `${project.modules} .${moduleExtension(project)}`,
    config: file,
    gitlab: gitlab?.file ?? null,
  }
}

test('an empty folder is a project of TypeScript, CommonJS and npm', async () => {
  expect(await detected({})).toMatchInlineSnapshot(`
    {
      "config": null,
      "github": false,
      "gitlab": null,
      "lacksNodeTypes": false,
      "language": "ts",
      "manager": "npm",
      "missing": [
        "vitest",
        "vitest-robustness",
      ],
      "modules": "commonjs .mts",
      "workspace": null,
    }
  `)
})

test('what a grown project says of itself', async () => {
  expect(
    await detected({
      'package.json': {
        type: 'module',
        packageManager: 'pnpm@9.1.0',
        devDependencies: { vitest: '^4', typescript: '^5' },
      },
      'package-lock.json': {},
      'vite.config.ts': '',
      'vitest.config.mts': 'export default {}',
      'vitest.workspace.ts': '',
      '.github/dependabot.yml': '',
      '.gitlab-ci.yml': 'stages: []',
    }),
  ).toMatchInlineSnapshot(`
    {
      "config": "vitest.config.mts",
      "github": true,
      "gitlab": ".gitlab-ci.yml",
      "lacksNodeTypes": true,
      "language": "ts",
      "manager": "pnpm",
      "missing": [
        "vitest-robustness",
      ],
      "modules": "esm .ts",
      "workspace": "vitest.workspace.ts",
    }
  `)
})

test.each([
  [{}, 'ts'],
  [{ 'package.json': {} }, 'ts'],
  [{ 'index.js': '' }, 'js'],
  [{ 'src/a.mjs': '' }, 'js'],
  [{ 'index.js': '', 'tsconfig.json': {} }, 'ts'],
  [{ 'index.js': '', 'tsconfig.base.json': {} }, 'ts'],
  [{ 'index.js': '', 'src/a.ts': '' }, 'ts'],
  [{ 'index.js': '', 'a.d.ts': '' }, 'js'],
  [{ 'index.js': '', 'package.json': { devDependencies: { typescript: '1' } } }, 'ts'],
  [{ 'vitest.config.js': '', 'package.json': {} }, 'js'],
] as const)('the language of %j is %s', async (files, language) => {
  expect((await detected(files)).language).toBe(language)
})

test.each([
  [{}, 'npm'],
  [{ 'package.json': { packageManager: 'yarn@4.1.0' } }, 'yarn'],
  [{ 'package.json': { packageManager: 'yarn@1.22.0' } }, 'yarn-classic'],
  [{ 'package.json': { packageManager: 'bun@1.1.0' }, 'yarn.lock': '' }, 'bun'],
  [{ 'package.json': { packageManager: 7 }, 'pnpm-lock.yaml': '' }, 'pnpm'],
  [{ 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn-classic'],
  [{ 'yarn.lock': '__metadata:\n' }, 'yarn'],
  [{ 'bun.lock': '{}' }, 'bun'],
  [{ 'package.json': 'no JSON', 'package-lock.json': '{}' }, 'npm'],
] as const)('the package manager of %j is %s', async (files, manager) => {
  expect((await detected(files)).manager).toBe(manager)
})

test('a package of a monorepo has the lockfile of the repository, and none from beyond it', async () => {
  const files = {
    'pnpm-lock.yaml': '',
    'repo/.git/HEAD': '',
    'repo/packages/a/package.json': {},
    'packages/b/index.ts': '',
  }
  expect((await detected(files, 'repo/packages/a')).manager).toBe('npm')
  expect((await detected(files, 'packages/b')).manager).toBe('pnpm')
})
