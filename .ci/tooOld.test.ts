/** The packed tarball under a Node and a vitest that are too old for it: one line says what is needed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packedProject, type PackedProject } from './packedProject.ts'

const CONFIG = `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
export default defineConfig({ plugins: [robustness({ releases: { v1: './models.ts#v1' } })] })
`
const BIN = 'node_modules/vitest-robustness/dist/src/cli/main.js'
let project: PackedProject

describe('versions that are too old', { timeout: 240_000 }, () => {
  beforeAll(() => {
    // npm refuses such a vitest beside the package unless it is asked not to look; a user may have done so.
    const packages = ['--legacy-peer-deps', 'vitest@3', 'node@20']
    project = packedProject({ 'vitest.config.ts': CONFIG, 'sum.test.ts': '' }, packages)
  }, 240_000)
  afterAll(() => project?.remove())

  test('Node 20: the command and the plugin', () => {
    const line = /^vitest-robustness needs Node \^22\.19 .*this is Node 20\..*npm install --save-dev node@26\n$/
    expect(project.run(`node ${BIN} --version`)).toEqual({ code: 2, output: expect.stringMatching(line) })
    expect(project.run('npx vitest run')).toEqual({ code: 2, output: expect.stringMatching(line) })
  })

  test('vitest 3: the plugin', () => {
    const line =
      /^vitest-robustness needs vitest \^4\.1 .*this project has vitest 3\..*npm install --save-dev vitest@5\n$/
    const node = process.execPath
    expect(project.run(`${node} node_modules/vitest/vitest.mjs run`)).toEqual({
      code: 2,
      output: expect.stringMatching(line),
    })
  })
})
