/** Plays a scenario as a user would: files in a folder, and real processes. For tests only. */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ended } from '../fakeProject.testing.ts'
import { vitestHere } from '../inThisProcess.testing.ts'
import { PROJECT, type Scenario } from './exitScenarios.testing.ts'

const BIN = join(import.meta.dirname, '../../../node_modules/.bin')

/** Where scenarios are played. */
export interface Stage {
  /** Folder in which `vitest-robustness` is installed. */
  readonly installed: string
  /** Of an endpoint whose answer depends on the model's name. */
  readonly origin: string
  /** A baseline of the project's two claims, accepted once. */
  readonly accepted: string
  /** Whether `vitest run` is started in this process instead of one of its own. */
  readonly inThisProcess: boolean
}

/** How the processes of a scenario's last line ended, and what they printed. */
export interface Played {
  readonly ended: readonly {
    /** The exit code; -1 where a signal ended the process. */
    readonly code: number
    /** The exit code that it printed last; `null` where it printed none. */
    readonly printed: number | null
  }[]
  readonly output: string
}

/** Why this machine cannot stage a scenario; `null` where it can. */
export function cannotStage({ stage }: Scenario): string | null {
  if (stage === undefined || stage === 'git') return null
  const root = process.getuid?.() === 0
  if (stage === 'no permission') return root ? 'root ignores the modes of files' : null
  return root && mayMount() ? null : 'no file system can be mounted here'
}

/** Plays it in a folder of its own, which is gone afterwards. */
export async function playScenario(scenario: Scenario, stage: Stage): Promise<Played> {
  const root = projectIn(stage.installed, scenario.files)
  if (scenario.baseline && !existsSync(join(root, 'baselines/line/baseline.json')))
    cpSync(stage.accepted, join(root, 'baselines/line'), { recursive: true, force: false })
  const undo = prepare(scenario, root)
  try {
    let played: Played = { ended: [], output: '' }
    for (const line of scenario.run.split('\n')) played = await act(line, scenario, root, stage)
    return played
  } finally {
    undo()
    rmSync(root, { recursive: true, force: true })
  }
}

/** Accepts the baseline that scenarios share, in a folder of its own, and returns that folder. */
export async function acceptOnce(installed: string): Promise<string> {
  const config = PROJECT['vitest.config.js']!.replace(
    `candidate: 'right',`,
    `candidate: 'right', baseline: 'baselines/line',`,
  )
  const root = projectIn(installed, { 'vitest.config.js': config })
  const scenario = { name: '', run: '', code: 0, says: /x/ }
  const { ended, output } = await act('baseline accept --release accepted --yes --by tests', scenario, root, {
    installed,
    origin: 'http://127.0.0.1:9',
    accepted: '',
    inThisProcess: false,
  })
  if (ended[0]!.code !== 0) throw new Error(`the shared baseline was not accepted:\n${output}`)
  return join(root, 'baselines/line')
}

/** An endpoint that answers as the model's name says: right (`chat`), with a status, or in its own words. */
export async function endpoint(): Promise<{ readonly origin: string; readonly close: () => void }> {
  const words: Readonly<Record<string, readonly [number, object]>> = {
    '400': [400, { error: { message: 'no such thing', param: 'temperature' } }],
    model: [400, { error: { message: 'The model `model` does not exist' } }],
    credit: [400, { error: { message: 'Your credit balance is too low' } }],
    '429': [429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }],
  }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const { model } = JSON.parse(text) as { model: string }
      const content = /says (yes|no)/.exec(text)?.[1]
      const [status, body] =
        model === 'chat'
          ? [200, { choices: [{ message: { content }, finish_reason: 'stop' }] }]
          : (words[model] ?? [Number(model) || 200, { error: { message: `status ${model}` } }])
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const close = (): void => {
    server.closeAllConnections()
    server.close()
  }
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}

function projectIn(installed: string, files: Scenario['files'] = {}): string {
  const root = mkdtempSync(join(installed, 's-'))
  for (const [file, text] of Object.entries({ ...PROJECT, ...files })) {
    if (text === null) continue
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

/** Sizes of the disks: one page for nothing, or enough for a journal's beginning. */
const DISKS = { 'full disk': 'size=4k', 'tiny disk': 'size=24k', 'read-only disk': 'size=4k' } as const

function prepare({ stage }: Scenario, root: string): () => void {
  const place = join(root, '.robustness')
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: root,
      stdio: 'ignore',
    })
  if (stage === 'git') {
    git('init', '-q')
    git('add', '-A')
    git('commit', '-qm', 'all')
  }
  if (stage === 'no permission') {
    mkdirSync(place)
    chmodSync(place, 0o500)
  }
  if (stage === undefined || stage === 'git' || stage === 'no permission') return () => {}
  mkdirSync(place)
  execFileSync('mount', ['-t', 'tmpfs', '-o', DISKS[stage], 'tmpfs', place])
  if (stage === 'full disk')
    execFileSync('sh', ['-c', `mkdir journal runs; head -c 8192 /dev/zero > filler || true`], {
      cwd: place,
      stdio: 'ignore',
    })
  if (stage === 'read-only disk') execFileSync('mount', ['-o', 'remount,ro', place])
  return () => execFileSync('umount', ['-l', place])
}

let mounts: boolean | undefined
function mayMount(): boolean {
  if (mounts !== undefined) return mounts
  const place = mkdtempSync('/tmp/may-mount-')
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place], { stdio: 'ignore' })
    mounts = true
  } catch {
    mounts = false
  }
  rmSync(place, { recursive: true, force: true })
  return mounts
}

async function act(line: string, scenario: Scenario, root: string, stage: Stage): Promise<Played> {
  const { installed } = stage
  const { twice, signal } = scenario
  const [first = '', ...rest] = line.split(' ').filter((word) => word !== '')
  if (first === 'rm') {
    for (const path of rest) rmSync(join(root, path), { recursive: true })
    return { ended: [], output: '' }
  }
  const env = environment(scenario, stage)
  if (first === 'vitest' && stage.inThisProcess) return playedBy([await vitestHere(rest, { cwd: root, env })])
  const [file, args] =
    first === 'vitest'
      ? [join(BIN, 'vitest'), rest[0] === 'related' ? [...rest, '--run'] : ['run', ...rest]]
      : first === 'sh'
        ? [join(BIN, rest[0]!), rest.slice(1)]
        : [join(installed, 'node_modules/.bin/vitest-robustness'), first === '' ? [] : [first, ...rest]]
  const start = () => {
    const child = spawn(join(BIN, 'node'), [file, ...args], { cwd: root, env })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, output })))
    return { child, ended }
  }
  const started = [start(), ...(twice ? [start()] : [])]
  if (signal !== undefined) {
    const over = started[0]!.ended.then(() => true)
    while (!existsSync(join(root, 'asked'))) if (await Promise.race([over, sleep(20, false)])) break
    started[0]!.child.kill(signal)
  }
  return playedBy(await Promise.all(started.map((one) => one.ended)))
}

const { PATH = '', HOME } = process.env

/** Nothing of what surrounds the test: the scenario's vitest must find its own way. */
function environment({ release, env }: Scenario, { installed, origin }: Stage): NodeJS.ProcessEnv {
  return {
    PATH: `${BIN}:${PATH}`,
    HOME,
    // Compiling vitest again for each process would be a quarter of the table's time.
    NODE_COMPILE_CACHE: join(installed, '.compiled'),
    NO_COLOR: '1',
    MODEL_ORIGIN: origin,
    ...(release !== undefined && { ROBUSTNESS_RELEASE: release }),
    ...env,
  }
}

function playedBy(ended: readonly Ended[]): Played {
  return {
    ended: ended.map(({ code, output }) => ({ code: code ?? -1, printed: printedCode(output) })),
    output: ended
      .map(({ output }) => output)
      .join('\n')
      .replaceAll(/\s+/g, ' '),
  }
}

/** The exit code that a process named last: of its gate, or in the line that corrects it. */
function printedCode(output: string): number | null {
  const last = [...output.matchAll(/\(exit code (\d+)\)|exit code (\d+)(?: and not \d+)?:/gi)].at(-1)
  return last === undefined ? null : Number(last[1] ?? last[2])
}
