import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { builtCommand, fakeProject, type FakeProject } from '../../integration/fakeProject.testing.ts'

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
    // As docs/start.md says it: the project's own tests alone.
    const own = await made.vitest(['--project', '!robustness', '--passWithNoTests'])
    expect(own.output).not.toMatch(/GATE|robustness\|/)
    expect([own.code, /1 passed/.test(own.output)]).toEqual([0, before.some((file) => file.includes('.test.'))])
    const run = await made.vitest()
    expect(run.output).toMatch(/GATE: PASS/)
    expect(run.code).toBe(0)
  })
})

/** A terminal of its own for a command, with what is typed once the output shows a mark. */
const TERMINAL = `import os, pty, select, sys, json
steps = json.loads(sys.argv[1])
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = ''
while True:
    ready, _, _ = select.select([fd], [], [], 60)
    if not ready: break
    try: data = os.read(fd, 65536)
    except OSError: break
    if not data: break
    seen += data.decode('utf8', 'replace')
    while steps and steps[0][0] in seen:
        seen_at = seen.index(steps[0][0]) + len(steps[0][0])
        sys.stdout.write(seen[:seen_at]); seen = seen[seen_at:]
        os.write(fd, steps.pop(0)[1].encode())
sys.stdout.write(seen)
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
`
const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0

describe.skipIf(!hasPython)('on a real terminal (needs python3)', () => {
  function onTerminal(
    made: FakeProject,
    steps: readonly (readonly [mark: string, typed: string])[],
    ...args: string[]
  ) {
    made.write('terminal.py', TERMINAL)
    const command = [process.execPath, builtCommand(), ...args]
    const ended = spawnSync('python3', ['terminal.py', JSON.stringify(steps), ...command], {
      cwd: made.root,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '' },
    })
    return { code: ended.status, output: ended.stdout.replaceAll('\r', '') }
  }

  test('init takes two answers, in colour', () => {
    const made = project({ 'package.json': '{ "type": "module" }' })
    const { code, output } = onTerminal(
      made,
      [
        ['Which one?', 'yes-no\n'],
        ['[y/N]', 'y\n'],
      ],
      'init',
    )
    expect(output).toContain('\u001B[32m+import { defineConfig }')
    expect(output).toMatch(/Wrote vitest\.config\.ts, robustness\/releases\.ts, .*\nNext:\n/)
    expect([code, filesOf(made).includes('robustness/yes-no/pack.json')]).toEqual([0, false])
    expect(filesOf(made)).toContain('robustness/yes-no/examples.jsonl')
  })

  test('review takes keys without Enter, and Ctrl-C ends it with what was said written', () => {
    const made = project({
      'qa.yaml': `set: qa
task: boolean-qa
licence: x
author: us
canonical: a
instructions:
  - { id: a, family: x, text: '{passage} {question}' }
  - { id: b, family: x, text: '{question} {passage}' }
  - { id: c, family: x, text: '{question} of {passage}' }
`,
    })
    const steps = [
      ['1 of 3', 'a'],
      ['2 of 3', 'd'],
      ['3 of 3', '\u0003'],
    ] as const
    const { code, output } = onTerminal(made, steps, 'review', 'qa.yaml', '--by', 'Bea')
    expect(output).toMatch(/1 signed, 1 dropped, 1 left\.\n$/)
    expect(code).toBe(0)
    expect(made.read('qa.yaml')).toMatch(/id: a, .*reviewed: \{ by: Bea, on: '\d{4}-\d\d-\d\d' \}/s)
    expect(made.read('qa.yaml')).not.toContain('id: b')
  })
})

test('a table of cases: set up, signed, and gated against an endpoint', { timeout: 120_000 }, async () => {
  let asked = 0
  let broken = false
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      asked += 1
      const content = broken ? 'maybe' : (/says (yes|no)/.exec(text)?.[1] ?? 'none')
      response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const env = { MODEL_ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  const made = project({
    'package.json': '{ "type": "module" }',
    'cases.csv': `Context,Question,Answer\n${Array.from({ length: 200 }, (_, at) => `"Item ${at} says ${at % 3 ? 'yes' : 'no'}.",Does item ${at} say so?,${at % 3 ? 'TRUE' : 'FALSE'}\n`).join('')}`,
  })
  expect((await made.shell('cli init --from cases.csv --yes')).code).toBe(0)
  const unsigned = await made.shell('cli gate', env)
  expect([unsigned.code, asked]).toEqual([2, 0])
  expect(unsigned.output).toMatch(/nobody has reviewed instructions plain, terse/)
  const ids = ['plain', 'terse', 'polite', 'question', 'formal'].map((id) => `--accept ${id}`).join(' ')
  const set = 'robustness/cases/instructions.yaml'
  expect((await made.shell(`cli review ${set} ${ids} --by Bea`)).output).toBe('5 signed, 0 dropped, 0 left.\n')
  // A plain run asks no endpoint and is not red for it.
  const plain = await made.vitest([], env)
  expect(plain.output).toMatch(/Not gated: 2 robust tests were held back: /)
  expect([plain.code, asked]).toEqual([0, 0])
  const gate = await made.shell('cli gate', env)
  expect(gate.output).toMatch(/GATE: PASS/)
  expect([gate.code, asked > 50]).toEqual([0, true])
  // A plain run asks no endpoint, and the command that replays a failure does.
  broken = true
  const worse = await made.shell('cli gate', env)
  const [replay = ''] = /^Replay: (.*(?:\\\n.*)?)$/m.exec(worse.output)?.slice(1) ?? []
  expect([worse.code, replay]).toEqual([1, expect.stringMatching(/^ROBUSTNESS_LIVE=1 ROBUSTNESS_RELEASE=mine /)])
  const replayed = await made.sh(`MODEL_ORIGIN=${env.MODEL_ORIGIN} ${replay.replace('npx ', '')}`)
  expect(replayed.output).not.toContain('Not gated')
  expect(replayed.output).toMatch(/^Replay: /m)
})

test(
  'the line for a baseline, once taken in: v1 is accepted, v2 passes against it, v3 does not',
  { timeout: 120_000 },
  async () => {
    const made = project({ 'package.json': '{ "type": "module" }' })
    await made.shell('cli init --yes')
    made.write('vitest.config.ts', made.read('vitest.config.ts').replace('// baseline:', 'baseline:'))
    const accepted = await made.shell('cli baseline accept --release v1 --yes')
    expect(accepted.output).toMatch(/Accepted v1 as the baseline of line "relation-extraction"/)
    const gate = await made.shell('cli gate .robust.')
    expect(gate.output).toMatch(/All 4 gating claims pass/)
    expect((await made.shell('cli gate .robust.', { ROBUSTNESS_RELEASE: 'v3' })).code).toBe(1)
  },
)
