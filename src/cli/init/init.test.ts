import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { fakeProject, type FakeProject } from '../../integration/fakeProject.testing.ts'

/** A project with these files alone, in which the package is installed. */
function project(files: Readonly<Record<string, string>>): FakeProject {
  const made = fakeProject({})
  onTestFinished(made.remove)
  for (const name of readdirSync(made.root)) rmSync(join(made.root, name), { recursive: true })
  for (const [file, text] of Object.entries(files)) made.write(file, text)
  return made
}

const filesOf = ({ root }: FakeProject): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()

const UNIT = "import { expect, test } from 'vitest'\ntest('adds', () => expect(1 + 1).toBe(2))\n"

const PROJECTS: Record<string, Readonly<Record<string, string>>> = {
  'an empty folder': {},
  'an ES module project with tests': {
    'package.json': '{ "type": "module" }',
    'src/add.test.ts': UNIT,
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
export default defineConfig({
  test: { include: ['src/**/*.test.ts'] },
})
`,
  },
  'a CommonJS project of JavaScript': {
    'package.json': '{ "type": "commonjs" }',
    'index.js': 'module.exports = {}\n',
    'test/add.test.js': UNIT,
  },
  'a project with projects of its own': {
    'package.json': '{ "type": "module" }',
    'src/add.test.ts': UNIT,
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
export default defineConfig({
  test: { projects: [{ test: { name: 'unit', include: ['src/**/*.test.ts'] } }] },
})
`,
  },
}

describe.each(Object.entries(PROJECTS))('in %s', { timeout: 120_000 }, (_, files) => {
  test('init shows, writes after --yes and does nothing a second time; what it wrote gates at once', async () => {
    const made = project(files)
    const before = filesOf(made)
    const shown = await made.shell('cli init')
    expect(shown.output).toMatch(/^\+\+\+ b\/robustness\/releases\.m?[jt]s$/m)
    expect(shown.output).toMatch(/Nothing was written\. To write it: the same command with --yes\n$/)
    expect([shown.code, filesOf(made)]).toEqual([0, before])
    const written = await made.shell('cli init --yes')
    expect(written.code).toBe(0)
    expect(filesOf(made).length).toBeGreaterThan(before.length + 4)
    const again = await made.shell('cli init --yes')
    expect(again.output).toMatch(/^Nothing to do: all of it is there\.\nNext:\n/)
    expect(again.code).toBe(0)
    // As the first of the two commands that come next does it.
    if (!before.includes('package.json')) made.write('package.json', '{}')
    const gate = await made.shell('cli gate .robust.')
    expect(gate.output).toMatch(/GATE: PASS/)
    expect(gate.code).toBe(0)
    const run = await made.vitest()
    expect(run.output).toMatch(/GATE: PASS/)
    expect(run.code).toBe(0)
  })
})
