/** A release line's story in a git repository of its own, from the packed tarball: accept, pass, fail, waive, expire. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataset, instructionSet } from '../src/integration/fakeProject.testing.ts'
import { packInto } from './packInto.ts'

let folder: string

function run(line: string, env: Readonly<Record<string, string>> = {}): { code: number | null; output: string } {
  const [command = '', ...args] = line.split(' ')
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$|CI$|npm_|GITHUB_|GIT_)/.test(name),
  )
  const bin = join(folder, 'node_modules/.bin')
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(clean), PATH: `${bin}:${process.env['PATH']}`, NO_COLOR: '1', ...env },
  })
  return { code: status, output: stdout + stderr }
}

const git = (line: string): string => {
  const { code, output } = run(`git -c user.name=story -c user.email=story@example.org ${line}`)
  if (code !== 0) throw new Error(output)
  return output
}
const gate = (release: string, env: Readonly<Record<string, string>> = {}) =>
  run('npx vitest-robustness gate', { ROBUSTNESS_RELEASE: release, ...env })

const FILES = {
  '.gitignore': 'node_modules\n.robustness\n*.tgz\n',
  'package.json': '{ "name": "a-line", "type": "module", "private": true, "allowScripts": { "node": true } }\n',
  // v2 changes nothing, v3 has lost what it knew of unseen wordings.
  'models.ts': `import { fromFunction } from 'vitest-robustness/models'
const read = (prompt: string): string => /says (yes|no)/.exec(prompt)?.[1] ?? 'none'
export const v1 = fromFunction({ model: 'mine', revision: '1', ask: async (prompt) => read(prompt) })
export const v2 = fromFunction({ model: 'mine', revision: '2', ask: async (prompt) => read(prompt) })
export const v3 = fromFunction({ model: 'mine', revision: '3', ask: async (prompt) => (/^(Read the text|Text: )/.test(prompt) ? read(prompt) : /item (\\d)/i.exec(prompt)?.[1] === '7' ? 'none' : read(prompt).length === 2 ? 'yes' : read(prompt)) })
`,
  'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { robustness } from 'vitest-robustness/plugin'
export default defineConfig({
  plugins: [robustness({ releases: { v1: './models.ts#v1', v2: './models.ts#v2', v3: './models.ts#v3' }, candidate: 'v2', baseline: 'baselines/mine', seen: ['s1', 's2', 's3'] })],
  // Declared projects: each inherits the plugin, and vitest 4 makes it anew for each.
  test: { projects: [{ extends: true, test: { name: 'unit', include: ['*.test.ts'] } }, { extends: true, test: { name: 'robustness', include: ['*.robust.ts'] } }] },
})
`,
  'sum.test.ts': "import { expect, test } from 'vitest'\ntest('adds up', () => expect(1 + 1).toBe(2))\n",
  'qa.robust.ts': `import { expect, test } from 'vitest'
import { booleanQa, release } from 'vitest-robustness'
const qa = booleanQa({ name: 'qa', examples: 'data/qa.jsonl', instructions: 'data/qa.yaml' })
test('answers 9 of 10 right on seen instructions', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.9, family: 'seen' })
})
test('is no worse than the accepted release', async () => {
  await expect(release().on(qa)).toBeNoWorseThanBaseline({ metric: 'accuracy', family: 'unseen', by: 0.1 })
})
`,
  'robustness.waivers.yaml': `waivers:
  - claim: is no worse than the accepted release
    limit: 0.8
    reason: unseen wordings come back with the next training run
    owner: ann
    expires: 2026-12-31
`,
}

/** vitest 4.1 and the newest 5. */
const VITESTS = ['4.1', '5']

describe.each(VITESTS)('a release line in a git repository, under vitest %s', { timeout: 240_000 }, (vitest) => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'story-'))
    const packed = packInto(folder)
    mkdirSync(join(folder, 'data'))
    for (const [file, text] of Object.entries(FILES))
      if (file !== 'robustness.waivers.yaml') writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'data/qa.jsonl'), dataset())
    writeFileSync(join(folder, 'data/qa.yaml'), instructionSet())
    const installed = run(`npm install --save-dev vitest@${vitest} node@26 ./${packed}`)
    if (installed.code !== 0) throw new Error(installed.output)
    git('init -q -b main')
    git('add .')
    git('commit -q -m project')
  }, 240_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 60_000)

  test('a baseline that is not there yet is refused, and accepting is offered', () => {
    const { code, output } = gate('v1')
    expect(output).toContain('baseline accept')
    expect(code).toBe(2)
  })

  test('v1 is accepted and committed', () => {
    const accepted = run('npx vitest-robustness baseline accept --release v1 --yes --by ann')
    expect(accepted).toMatchObject({ code: 0, output: expect.stringContaining('Accepted v1') })
    git('add baselines')
    git('commit -q -m baseline')
    expect(git('status --porcelain')).toBe('')
  })

  test('v2 passes, and is reported once', () => {
    const { code, output } = gate('v2')
    expect(output.match(/GATE: \w+/g)).toEqual(['GATE: PASS'])
    expect(output).not.toMatch(/ENOTEMPTY|could not finish/)
    expect(output).toContain(`vitest ${vitest}.`)
    expect(code).toBe(0)
    expect(git('status --porcelain')).toBe('')
  })

  test('vitest shows each claim beside its test, and filters by the tags of robust tests', () => {
    const { output } = run('npx vitest run --reporter=verbose --tags-filter=robustness', { ROBUSTNESS_RELEASE: 'v2' })
    expect(output).toMatch(
      /❯ qa\.robust\.ts:4:1 robustness\n +↳ pass · accuracy at least 0\.9\d* \(limit 0\.9\) · \d+ cells/,
    )
    expect(output).toMatch(/↳ pass · difference in accuracy at least -0\.\d+ \(limit -0\.1\) · \d+ cells/)
    expect(output).toContain('↓ |unit| sum.test.ts > adds up')
  })

  test('the doctor finds nothing wrong with it', () => {
    const { code, output } = run('npx vitest-robustness doctor')
    expect(output).toContain(`ok     vitest ${vitest}.`)
    expect(output).not.toMatch(/^WRONG/m)
    expect(code).toBe(0)
  })

  test('v3 fails, and names what it lost', () => {
    const { code, output } = gate('v3')
    expect(output).toMatch(/Claim "is no worse than the accepted release"\s+fails/)
    expect(code).toBe(1)
  })

  test('waived, it passes; the report says what the guarantee leaves out', () => {
    writeFileSync(join(folder, 'robustness.waivers.yaml'), FILES['robustness.waivers.yaml'])
    git('add robustness.waivers.yaml')
    git('commit -q -m waiver')
    const { code, output } = gate('v3', { ROBUSTNESS_TODAY: '2026-12-31' })
    expect(output).toMatch(/waive/i)
    expect(output).toContain('ann')
    expect(code).toBe(0)
    const latest = readFileSync(join(folder, '.robustness/runs/latest'), 'utf8').trim()
    const page = readFileSync(join(folder, '.robustness/runs', latest, 'report.html'), 'utf8')
    expect(page).toContain('unseen wordings come back with the next training run')
    expect(run('npx vitest-robustness report --verify').code).toBe(0)
  })

  test('when the waiver has expired it fails again', () => {
    const { code, output } = gate('v3', { ROBUSTNESS_TODAY: '2027-01-01' })
    expect(output).toMatch(/expired/)
    expect(output).toMatch(/Claim "is no worse than the accepted release"\s+fails/)
    expect(code).toBe(1)
  })
})
