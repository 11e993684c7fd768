import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { fakeProject } from '../integration/fakeProject.testing.ts'
import type { Answer, ModelRequest, Rejection, Release } from '../core/types/index.ts'
import { temporaryFolder } from '../temporaryFolder.testing.ts'
import { splitCommand } from './_internal/splitCommand.ts'
import { chatMessages } from './formats/index.ts'
import { fromCommand, type CommandOptions } from './fromCommand.ts'
import { releaseContract } from './releaseContract.ts'

/** A program that does what the prompt says. */
const PROGRAM = `
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
const say = (line) => process.stdout.write((typeof line === 'string' ? line : JSON.stringify(line)) + '\\n')
const kept = []
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  const { id, prompt } = asked
  const [what, more] = prompt.split(' ')
  if (what === 'echo') say({ id, text: JSON.stringify(asked) })
  else if (what === 'keep') kept.push(id)
  else if (what === 'release') for (const one of [id, ...kept.splice(0).reverse()]) say({ id: one, text: 'answer ' + one })
  else if (what === 'crash') {
    console.error('loading\\nTraceback: no memory for ' + prompt)
    process.exit(3)
  } else if (what === 'die') process.kill(process.pid, 'SIGTERM')
  else if (what === 'line') say(prompt.slice(5).replaceAll('ID', id))
  else if (what === 'bytes') process.stdout.write(Buffer.from([0x22, 0xff, 0x22, 0x0a]))
  else if (what === 'long') process.stdout.write('x'.repeat(5 * 2 ** 20))
  else if (what === 'pids') {
    const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    say({ id, text: process.pid + ' ' + grandchild.pid })
  } else if (what === 'pid') say({ id, text: String(process.pid) })
  else say({ id, text: 'yes' })
}
`

function folder(files: Readonly<Record<string, string>> = { 'answer.mjs': PROGRAM }): string {
  const path = temporaryFolder('command')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

/** A release behind the program, in a folder of its own; closed at the end of the test. */
function open(options: CommandOptions = {}): Release {
  const release = fromCommand([process.execPath, 'answer.mjs'], { model: 'own', cwd: folder(), ...options })
  onTestFinished(() => release.close?.())
  return release
}

function ask(release: Release, prompt: string, more: Partial<ModelRequest> = {}): Promise<Answer | Rejection> {
  return release.ask({ prompt, seed: 7, trial: 0, signal: new AbortController().signal, ...more })
}

async function textOf(asked: Promise<Answer | Rejection>): Promise<string> {
  const answer = await asked
  return 'text' in answer ? answer.text : `${answer.outcome}: ${answer.reason}`
}

async function errorOf(asked: Promise<Answer | Rejection>): Promise<Error> {
  return asked.then(
    (answer) => expect.fail(`answered ${JSON.stringify(answer)}`),
    (error: Error) => error,
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A process that was killed and not yet waited for is still listed.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux'
  }
}

async function allDead(pids: readonly number[]): Promise<boolean> {
  for (let wait = 0; wait < 100 && pids.some(isAlive); wait++) await sleep(50)
  return !pids.some(isAlive)
}

describe('fromCommand', () => {
  it('keeps the contract of a release', async () => {
    const cwd = folder()
    const releases: Release[] = []
    const made = (): Release => {
      const release = fromCommand([process.execPath, 'answer.mjs'], { cwd, revisionOf: ['answer.mjs'] })
      releases.push(release)
      return release
    }
    expect(await releaseContract(made, 'is it?')).toEqual([])
    expect(releases[0]?.model).toMatch(/^node(\.exe)? answer\.mjs$/)
    await Promise.all(releases.map((release) => release.close?.()))
  })

  it('sends prompt, parameters and seed, one line a question, to one process', async () => {
    const release = open({ parameters: { beams: 4 } })
    const first = JSON.parse(await textOf(ask(release, 'echo "a"\n€'))) as object
    expect(first).toEqual({ id: 1, prompt: 'echo "a"\n€', parameters: { beams: 4 }, seed: 7 })
    const [one, other] = [await textOf(ask(release, 'pid')), await textOf(ask(release, 'pid'))]
    expect(one).toBe(other)
    expect(release).toMatchObject({ endpointKind: 'command', endpoint: 'command:own', revision: null })
    expect(release.parameters).toEqual({ beams: 4, command: expect.stringMatching(/^[0-9a-f]{16}$/) })
    const bare = open({ sendSeed: false, native: true })
    const form = { schema: { type: 'object' } }
    expect(JSON.parse(await textOf(ask(bare, 'echo', { form })))).toEqual({
      id: 1,
      prompt: 'echo',
      parameters: {},
      ...form,
    })
  })

  it('sends messages where the format makes them', async () => {
    const format = chatMessages({
      system: 'Be brief.',
      turns: [
        { role: 'user', text: 'a' },
        { role: 'assistant', text: 'b' },
      ],
    })
    const sent = JSON.parse(await textOf(ask(open({ format }), format.render('echo c')))) as { messages: unknown[] }
    expect(sent).toMatchObject({ prompt: 'echo c', system: 'Be brief.' })
    expect(sent.messages).toHaveLength(4)
  })

  it('takes answers in any order', async () => {
    const release = open()
    const asked = ['keep', 'keep', 'keep', 'release'].map((prompt) => textOf(ask(release, prompt)))
    expect(await Promise.all(asked)).toEqual(['answer 1', 'answer 2', 'answer 3', 'answer 4'])
  })

  it('reads usage, finish reason and who answered, and what is no answer', async () => {
    const release = open({ revision: 'r1' })
    const said = { text: 'a', finish: 'max_tokens', usage: { input: 3, output: 2, reasoning: 1 }, model: 'own-2' }
    expect(await ask(release, `line {"id":ID,${JSON.stringify(said).slice(1)}`)).toEqual({
      text: 'a',
      finish: 'length',
      tokens: { input: 3, output: 2, reasoning: 1 },
      who: { model: 'own-2', revision: 'r1' },
    })
    expect(await textOf(ask(release, 'line {"id":"ID","outcome":"refused","reason":"not this"}'))).toBe(
      'refused: not this',
    )
    expect(await errorOf(ask(release, 'line {"id":ID,"error":{"message":"busy","retryable":true}}'))).toMatchObject({
      name: 'RetryableError',
    })
    const wrong = [
      '{"id":ID,"error":"bad input"}',
      '{"id":ID}',
      '{"id":ID,"text":7}',
      '{"id":ID,"text":"a","finish":1}',
    ]
    const errors: string[] = []
    for (const line of [...wrong, '{"id":ID,"outcome":"late","reason":"x"}'])
      errors.push(String(await errorOf(ask(release, `line ${line}`))))
    expect(errors.join('\n')).toMatchInlineSnapshot(`
      "Error: command:own: it answers with the error "bad input": "{\\"id\\":4,\\"error\\":\\"bad input\\"}"
      EndpointError: command:own: its answer has no text: "{\\"id\\":5}"
      EndpointError: command:own: its answer has no text: "{\\"id\\":6,\\"text\\":7}"
      EndpointError: command:own: finish of its answer is no text: "{\\"id\\":7,\\"text\\":\\"a\\",\\"finish\\":1}"
      EndpointError: command:own (own): ask returned an outcome other than refused, filtered, too_long"
    `)
  })

  it('names the line that is no answer, and starts the program again at the next question', async () => {
    const release = open()
    const errors: string[] = []
    for (const prompt of ['line Loading the model…', 'line [1]', 'line {"id":99,"text":"a"}', 'bytes', 'long']) {
      const asked = [ask(release, 'keep'), ask(release, prompt)].map((one) => errorOf(one))
      const [first, second] = await Promise.all(asked)
      expect(first?.message).toBe(second?.message)
      errors.push(String(first))
    }
    expect(errors.join('\n')).toMatchInlineSnapshot(`
      "EndpointError: command:own: it wrote a line that is no JSON: "Loading the model…". It must write one JSON object a line to standard output and all else to standard error
      EndpointError: command:own: it wrote a line that is no object: "[1]". It must write one JSON object a line to standard output and all else to standard error
      EndpointError: command:own: it answered an id that is not asked: "{\\"id\\":99,\\"text\\":\\"a\\"}". It must write one JSON object a line to standard output and all else to standard error
      EndpointError: command:own: it wrote a line that is not UTF-8, so its letters cannot be known
      EndpointError: command:own: it wrote a line of more than 4 MB"
    `)
    expect(await textOf(ask(release, 'x'))).toBe('yes')
  })

  it('fails the open questions when the program ends, with its last words, and goes on with a new one', async () => {
    const release = open()
    const before = await textOf(ask(release, 'pid'))
    const errors = await Promise.all(['keep', 'crash'].map((prompt) => errorOf(ask(release, prompt))))
    expect(errors.map(String).join('\n')).toMatchInlineSnapshot(`
      "RetryableError: command:own: it ended with exit code 3; its last lines on standard error: loading\\nTraceback: no memory for crash
      RetryableError: command:own: it ended with exit code 3; its last lines on standard error: loading\\nTraceback: no memory for crash"
    `)
    const after = await textOf(ask(release, 'pid'))
    expect(after).not.toBe(before)
    expect(String(await errorOf(ask(release, 'die')))).toBe(
      'RetryableError: command:own: it ended by SIGTERM, with nothing on standard error',
    )
    expect(String(await errorOf(ask(open(), 'crash')))).toMatch(
      /^EndpointError: command:own: it ended with exit code 3 before its first answer; its last lines/,
    )
  })

  it('says that there is no such program', async () => {
    const error = await errorOf(ask(fromCommand('no-such-program-here --x', { cwd: folder() }), 'x'))
    expect(String(error).replace(/folder ".*"/, 'folder "…"')).toMatchInlineSnapshot(
      `"EndpointError: command:no-such-program-here: it cannot be started: there is no program "no-such-program-here", or no folder "…""`,
    )
  })

  it('passes standard error on only where asked to', async () => {
    const written: string[] = []
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
    onTestFinished(() => spy.mockRestore())
    const noisy = `process.stderr.write('prompt: secret\\u001b[2J\\n')\n${PROGRAM}`
    for (const showStderr of [false, true]) {
      await ask(open({ cwd: folder({ 'answer.mjs': noisy }), showStderr }), 'x')
      expect(written.join('')).toBe(showStderr ? 'prompt: secret\\u{1b}[2J\n' : '')
    }
  })

  it('kills the program with all that it started: at the end, at an abort, at the deadline', async () => {
    const ends: readonly ((release: Release) => Promise<unknown>)[] = [
      async (release) => release.close?.(),
      async (release) => {
        const controller = new AbortController()
        setTimeout(() => controller.abort(new Error('enough')), 20)
        expect((await errorOf(ask(release, 'keep', { signal: controller.signal }))).message).toBe('enough')
      },
      async (release) => {
        // Not retryable: the same question would hang it again.
        const { name, message } = await errorOf(ask(release, 'keep'))
        expect(`${name}: ${message}`).toMatchInlineSnapshot(
          `"Error: command:own: no answer in 300 ms; deadlineMs of fromCommand allows more time, a lower concurrency asks less at once, and showStderr: true shows what the program writes"`,
        )
      },
    ]
    for (const [at, end] of ends.entries()) {
      const release = open(at === 2 ? { deadlineMs: 300 } : {})
      // The first question waits for Node to start.
      const pids = (await textOf(ask(open(), 'x').then(() => ask(release, 'pids')))).split(' ').map(Number)
      expect(pids.every(isAlive)).toBe(true)
      await end(release)
      expect(await allDead(pids)).toBe(true)
      expect(await textOf(ask(release, 'x'))).toBe('yes')
    }
  })

  it('warns early of a program that answers nothing, and ends the run where it never does', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => warned.mockRestore())
    const release = open()
    const asked = errorOf(ask(release, 'keep'))
    await vi.advanceTimersByTimeAsync(29_000)
    expect(warned).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2000)
    expect(warned.mock.calls.map(([text]) => String(text).replace(basename(process.execPath), 'node')))
      .toMatchInlineSnapshot(`
      [
        "command:own warns: node answer.mjs has not answered anything since it was started 30 s ago; a question is waited for 600 s (deadlineMs of fromCommand). showStderr: true shows what it writes to standard error",
      ]
    `)
    await vi.advanceTimersByTimeAsync(570_000)
    const { name, message } = await asked
    expect(`${name}: ${message}`).toMatchInlineSnapshot(
      `"EndpointError: command:own: no answer in 600000 ms, and none before: deadlineMs of fromCommand allows more time, a lower concurrency asks less at once, and showStderr: true shows what the program writes"`,
    )

    const other = open()
    vi.useRealTimers()
    expect(await textOf(ask(other, 'x'))).toBe('yes')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const late = errorOf(ask(other, 'keep'))
    await vi.advanceTimersByTimeAsync(100_000)
    expect(warned).toHaveBeenCalledTimes(1)
    vi.useRealTimers()
    await other.close?.()
    await late
  })

  it('leaves an open question of others alone where one is given up, and forgets its late answer', async () => {
    const release = open()
    const controller = new AbortController()
    const given = errorOf(ask(release, 'keep', { signal: controller.signal }))
    const other = textOf(ask(release, 'keep'))
    controller.abort(new Error('enough'))
    expect((await given).message).toBe('enough')
    expect([await textOf(ask(release, 'release')), await other]).toEqual(['answer 3', 'answer 2'])
  })

  it.skipIf(process.platform === 'win32')('leaves nothing running where the worker is killed', async () => {
    const cwd = folder()
    const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'fromCommand.ts')).href)
    const script = `import { fromCommand } from ${module}
      const release = fromCommand([process.execPath, 'answer.mjs'], { model: 'own' })
      const answer = await release.ask({ prompt: 'pids', seed: 1, trial: 0, signal: new AbortController().signal })
      process.stdout.write(answer.text)
      release.ask({ prompt: 'keep', seed: 1, trial: 0, signal: new AbortController().signal })`
    const worker = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd })
    const said = await new Promise<string>((resolve) =>
      worker.stdout.once('data', (data: Buffer) => resolve(String(data))),
    )
    const pids = said.split(' ').map(Number)
    expect(pids.every(isAlive)).toBe(true)
    worker.kill('SIGKILL')
    expect(await allDead(pids)).toBe(true)
  })

  it('keeps no process alive that waits for nothing', async () => {
    const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, 'fromCommand.ts')).href)
    const script = `import { fromCommand } from ${module}
      const release = fromCommand([process.execPath, 'answer.mjs'], { model: 'own' })
      const answer = await release.ask({ prompt: 'pid', seed: 1, trial: 0, signal: new AbortController().signal })
      process.stdout.write(answer.text)`
    const done = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: folder(),
      timeout: 20_000,
      encoding: 'utf8',
    })
    expect(done.status).toBe(0)
    expect(await allDead([Number(done.stdout)])).toBe(true)
  })

  it('knows a model by the contents of its files', () => {
    const cwd = folder({ 'answer.mjs': PROGRAM, weights: 'a' })
    const revisionOf = ['answer.mjs', 'weights']
    const first = fromCommand('node answer.mjs', { cwd, revisionOf })
    expect(first.revision).toMatch(/^[0-9a-f]{64}$/)
    expect(fromCommand('node answer.mjs', { cwd, revisionOf: ['weights', 'answer.mjs'] }).revision).toBe(first.revision)
    const other = folder({ 'answer.mjs': PROGRAM, weights: 'b' })
    expect(fromCommand('node answer.mjs', { cwd: other, revisionOf }).revision).not.toBe(first.revision)
    expect(() => fromCommand('node answer.mjs', { cwd, revisionOf: ['none.bin'] })).toThrow(
      'there is no file "none.bin"',
    )
    expect(() => fromCommand('node answer.mjs', { cwd, revisionOf: [] })).toThrow('names no file')
    expect(() => fromCommand('node a', { cwd, revisionOf, revision: '1' })).toThrow('not both')
  })

  it('splits a text at blanks outside of quotes, and refuses what a shell would act on', () => {
    expect(splitCommand(String.raw`  python3 -u "my file.py" --x='a "b"' C:\w ''`)).toEqual([
      'python3',
      '-u',
      'my file.py',
      '--x=a "b"',
      String.raw`C:\w`,
      '',
    ])
    const wrong = ['', '  ', "''", 'python3 "a', 'python3 a.py | tee log', 'python3 $HOME/a.py']
    const said = wrong.map((command) => {
      try {
        return fromCommand(command).model
      } catch (error) {
        return String(error)
      }
    })
    expect(said.join('\n')).toMatchInlineSnapshot(`
      "UsageError: fromCommand: "" names no program: give it as 'python3 answer.py' or as a list of words
      UsageError: fromCommand: "  " names no program: give it as 'python3 answer.py' or as a list of words
      UsageError: fromCommand: "''" names no program: give it as 'python3 answer.py' or as a list of words
      UsageError: fromCommand: the quote " of "python3 \\"a" is not closed
      UsageError: fromCommand: | of "python3 a.py | tee log" is for a shell, and none is started: put it in quotes where it is part of a word, or start a shell yourself: ['sh', '-c', '…']
      UsageError: fromCommand: $ of "python3 $HOME/a.py" is for a shell, and none is started: put it in quotes where it is part of a word, or start a shell yourself: ['sh', '-c', '…']"
    `)
    expect(() => fromCommand([])).toThrow('names no program')
  })
})

it('answers a whole run of vitest, from one process of each worker, and leaves none of them', async () => {
  const project = fakeProject({
    'answer.mjs': `
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
appendFileSync('pids', process.pid + '\\n')
for await (const line of createInterface({ input: process.stdin })) {
  const { id, prompt } = JSON.parse(line)
  console.log(JSON.stringify({ id, text: /says (yes|no)/.exec(prompt)[1], usage: { input: 9, output: 1 } }))
}
`,
    'releases.ts': `import { fromCommand, fromFunction } from 'vitest-robustness/models'
export const accepted = fromFunction({ model: 'a', ask: async () => 'yes' })
export const candidate = () => fromCommand([process.execPath, 'answer.mjs'], { model: 'own', revisionOf: ['answer.mjs'] })
`,
    'a.robust.ts': `import { expect, test } from 'vitest'
import { release } from 'vitest-robustness'
import { qa } from './tasks.ts'
test('is right', async () => {
  await expect(release().on(qa)).toStayAbove({ accuracy: 0.5 })
})
`,
  })
  onTestFinished(project.remove)
  const { output } = await project.vitest()
  const { claims, candidate } = project.run().evidence
  expect(output).toContain('is right')
  expect(claims.map(({ title, verdict }) => [title, verdict])).toEqual([['is right', 'pass']])
  expect(candidate).toMatchObject({ model: 'own', revision: expect.stringMatching(/^[0-9a-f]{64}$/) })
  const pids = project.read('pids').trim().split('\n').map(Number)
  expect(pids).toHaveLength(1)
  expect(await allDead(pids)).toBe(true)
}, 60_000)

const python = spawnSync('python3', ['--version'], { encoding: 'utf8' })
describe.skipIf(python.status !== 0)('with python3', () => {
  it('asks the script of the guide', async () => {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/serving.md'), 'utf8')
    const script = /```python file=answer\.py\n(.*?)```/s.exec(guide)?.[1] ?? ''
    const release = fromCommand('python3 -u answer.py', {
      cwd: folder({ 'answer.py': script }),
      revisionOf: ['answer.py'],
    })
    onTestFinished(() => release.close?.())
    const answers = await Promise.all(
      ['Is Oslo in Norway?', 'Ist €5 viel?'].map((prompt) => textOf(ask(release, prompt))),
    )
    expect(answers).toEqual(['yes', 'yes'])
    expect(await errorOf(ask(release, ''))).toMatchObject({ message: expect.stringContaining('the prompt is empty') })
  })
})
