/** The place of one round: the project in a folder of its own, its endpoint, its disk, and the runs that are disturbed there. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../../src/core/hash/index.ts'
import type { Run } from '../../src/core/types/index.ts'
import { startFaultServer, type FaultServer } from '../faultServer.ts'
import { send, startCommand, type Command } from './command.ts'
import { cutInWords, type Cut, type RoundPlan } from './roundPlan.ts'
import { smallDisk, type SmallDisk } from './smallDisk.ts'
import { chaosAnswer, writeProject } from './writeProject.ts'

/** The run that nothing disturbed: its bytes, and how long its parts took. */
export interface Reference {
  /** Port of the endpoint, whose address is a part of the evidence. */
  readonly port: number
  readonly evidence: string
  /** The evidence in lines, to show where another one differs. */
  readonly lines: string
  /** sha256 of `observations.jsonl`, and of the page without context. */
  readonly observations: string
  readonly page: string
  readonly cells: number
  /** To the first request, to the last, and from there to the end, in milliseconds. */
  readonly startMs: number
  readonly callsMs: number
  readonly tailMs: number
}

/** The longest that a run may take before it counts as hanging, and that an orphan may live on, in milliseconds. */
const PATIENCE_MS = 90_000
const ORPHAN_MS = 30_000
const VITEST = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
/** The parts that a disturbance needs, and the list of all that goes wrong. */
interface Disturbed {
  readonly reference: Reference
  readonly random: () => number
  readonly wrong: string[]
}

/** The place, and what can be done there. */
export interface Stage {
  readonly server: FaultServer
  /** Runs vitest or the gate with its arguments; returns the exit code. */
  readonly run: (
    args: readonly string[],
    cut: Cut | null,
    disturbed?: Disturbed,
    store?: string,
  ) => Promise<{ readonly code: number | null; readonly output: string }>
  readonly firstAt: () => number
  readonly lastAt: () => number
  readonly total: () => number
  readonly repeated: () => number
  /** The runs that were written, without the forgotten ones. */
  readonly runs: () => Run[]
  /** Leaves the runs that are there by now out of `runs`. */
  readonly forget: () => void
  /** Says whether a shard has handed in since a time. */
  readonly handedInSince: (time: number) => boolean
  readonly latest: () => Promise<Pick<Reference, 'evidence' | 'lines' | 'observations' | 'page'> | null>
  readonly left: () => string[]
  readonly close: () => Promise<void>
}

/** Writes the project, and starts its endpoint. `installed` is a folder in which the package is installed. */
export async function openStage(installed: string, plan: RoundPlan, port = 0): Promise<Stage> {
  const root = mkdtempSync(join(installed, 'chaos-'))
  writeProject(root)
  const temporary = mkdtempSync(join(tmpdir(), 'vc-'))
  const work = join(root, '.robustness')
  const clean = (): void => {
    process.off('exit', clean)
    for (const folder of [root, temporary]) rmSync(folder, { recursive: true, force: true })
  }
  const disk: SmallDisk | null = plan.cuts.some(({ what }) => what === 'disk') ? smallDisk(work) : null
  // After the disk, which has to be gone before.
  process.once('exit', clean)
  const [least, most] = plan.latencyMs
  let [firstAt, lastAt] = [0, 0]
  const server = await startFaultServer({
    latencyMs(prompt, attempt) {
      lastAt = Date.now()
      firstAt ||= lastAt
      return (
        least +
        (Number.parseInt(sha256(`${plan.salt} ${attempt} ${prompt}`).slice(0, 6), 16) / 2 ** 24) * (most - least)
      )
    },
    faults: plan.faults,
    retryAfterS: 1,
    answer: chaosAnswer,
    mostInARow: 3,
    port,
  })
  const cli = join(installed, 'node_modules/vitest-robustness/dist/src/cli/main.js')
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    TMPDIR: temporary,
    NO_COLOR: '1',
    NODE_COMPILE_CACHE: join(installed, '.compiled'),
    ENDPOINT: server.origin,
    CONCURRENCY: String(plan.concurrency),
  }
  const total = (): number => [...server.answered.values()].reduce((sum, count) => sum + count, 0)

  const forgotten = new Set<string>()
  const written = (): string[] => list(join(work, 'runs')).filter((name) => /^\d/.test(name))

  async function disturb(command: Command, cut: Cut, { reference, random }: Disturbed): Promise<void> {
    await momentOf(command, cut, reference, server)
    if (command.isOver()) return
    switch (cut.what) {
      case 'kill': {
        if (cut.whom === 'all') return command.signalAll(cut.signal)
        if (cut.whom === 'first') return send(command.pid, cut.signal)
        const members = command.members()
        const workers = members.filter(
          ({ pid }) => pid !== command.pid && !members.some(({ parent }) => parent === pid),
        )
        const worker = workers[Math.floor(random() * workers.length)]
        return worker && send(worker.pid, cut.signal)
      }
      case 'pause':
        command.signalAll('SIGSTOP')
        await sleep(cut.ms)
        return command.signalAll('SIGCONT')
      case 'quota':
        return server.refill(0)
      case 'outage':
        return server.suffer(null)
    }
  }

  return {
    server,
    async run(args, cut, disturbed, store = plan.store) {
      if (cut?.what === 'disk') disk?.leave(cut.freeKB)
      const first =
        plan.command === 'gate' && args.every((one) => one === '--merge-reports') ? [cli, 'gate'] : [VITEST, 'run']
      const attempts = cut?.what === 'outage' ? '2' : '6'
      const command = startCommand([...first, ...args], {
        cwd: root,
        env: { ...env, ATTEMPTS: attempts, ROBUSTNESS_STORE: store },
      })
      const late = new AbortController()
      const code = await Promise.race([
        Promise.all([command.ended, cut && disturbed ? disturb(command, cut, disturbed) : null]).then(
          ([ended]) => ended,
        ),
        sleep(PATIENCE_MS, 'late' as const, { signal: late.signal }).catch(() => 'late' as const),
      ])
      late.abort()
      const output = command.output()
      if (code === 'late') {
        command.signalAll('SIGKILL')
        disturbed?.wrong.push(
          `${args.join(' ')} hangs after ${cut ? cutInWords(cut) : 'nothing'}:\n${output.slice(-2000)}`,
        )
      }
      const orphans = await command.gone(ORPHAN_MS)
      if (orphans > 0) disturbed?.wrong.push(`${orphans} processes live on after ${cut ? cutInWords(cut) : 'nothing'}`)
      while (server.open() > 0) await sleep(10)
      if (cut !== null) {
        server.suffer(plan.faults)
        server.refill(Infinity)
        disk?.grow()
      }
      return { code: code === 'late' ? null : code, output }
    },
    firstAt: () => firstAt,
    lastAt: () => lastAt,
    total,
    repeated: () => total() - server.answered.size,
    runs: () =>
      written().flatMap((name) => (forgotten.has(name) ? [] : (readRun(join(work, 'runs', name, 'run.json')) ?? []))),
    forget() {
      for (const name of written()) forgotten.add(name)
    },
    handedInSince: (time) =>
      list(join(work, 'shards')).some(
        (name) => /^\d/.test(name) && statSync(join(work, 'shards', name)).mtimeMs > time,
      ),
    async latest() {
      const id = list(join(work, 'runs')).includes('latest')
        ? readFileSync(join(work, 'runs/latest'), 'utf8').trim()
        : null
      if (id === null) return null
      const page = join(temporary, 'page.html')
      const report = startCommand([cli, 'report', '--format', 'html', '--no-context', '--output', page], {
        cwd: root,
        env,
      })
      if ((await report.ended) !== 0) throw new Error(report.output())
      const verify = startCommand([cli, 'report', '--verify'], { cwd: root, env })
      if ((await verify.ended) !== 0) throw new Error(verify.output())
      const folder = join(work, 'runs', id)
      const run = readRun(join(folder, 'run.json'))
      const found = {
        evidence: run?.evidenceHash ?? 'absent',
        lines: JSON.stringify(run?.evidence, null, 1),
        observations: sha256(readFileSync(join(folder, 'observations.jsonl'), 'utf8')),
        page: sha256(readFileSync(page, 'utf8')),
      }
      rmSync(page)
      return found
    },
    left: () => [
      ...readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.tmp$|\.lock$|\.merging$|\d+-\d+\.jsonl$/.test(name),
      ),
      ...(readFileSync(join(work, '.gitignore'), 'utf8').includes('*') ? [] : ['an empty .gitignore']),
      ...readdirSync(temporary).map((name) => `temporary folder: ${name}`),
    ],
    async close() {
      await server.close()
      disk?.remove()
      clean()
    },
  }
}

/** Waits for the moment of a cut, or for the end of the command. */
async function momentOf(
  command: Command,
  { after, share }: Cut,
  reference: Reference,
  server: FaultServer,
): Promise<void> {
  const startedAt = Date.now()
  const { startMs, callsMs, tailMs, cells } = reference
  const over = (): boolean => command.isOver()
  if (after === 'start') {
    const until = startedAt + share * (startMs + callsMs + tailMs)
    while (Date.now() < until && !over()) await sleep(1)
    return
  }
  const known = server.answered.size
  const aim = known + Math.max(1, Math.floor(share * (cells - known)))
  let quietSince = Date.now()
  const enough = (): boolean => {
    if (server.open() > 0 || Date.now() - startedAt < startMs) quietSince = Date.now()
    // A run that has its answers already asks nothing, and comes to its end all the same.
    const quiet = Date.now() - quietSince > 80
    return after === 'answers' ? server.answered.size >= aim || (quiet && known === cells) : quiet
  }
  while (!enough() && !over()) await sleep(1)
  if (after === 'last answer') await sleep(share * tailMs)
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readRun(file: string): Run | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Run
  } catch {
    return null
  }
}
