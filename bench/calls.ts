/**
 * Measures what one call costs this process: `node bench/calls.ts [--calls 5000] [--rounds 5] [--json]`. It is CPU time
 * (user and system) a call, for undici's bare pool, for our release, and for a whole cell of a run (permit, journal,
 * reading, scoring), against a server in a process of its own. Rounds take turns; figures are medians. Exits 1 if a call of
 * our release takes more than 120 µs.
 */
import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { quantileOf } from '../src/core/statistics/index.ts'
import { localHost } from '../src/host/index.ts'
import { observeCell } from '../src/observe/index.ts'
import { faultRelease, faultTask } from './faultRun.ts'
import { startFaultServer } from './faultServer.ts'

const CONCURRENCY = 64
/** The most microseconds of CPU that one call of our release may take. */
const MOST = 120

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '5000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
  },
})
if (values.serve) await serve()
else await measure(Number(values.calls), Number(values.rounds))

/** Answers in the child process until the parent ends. */
async function serve(): Promise<void> {
  const { origin } = await startFaultServer({ latencyMs: 1, faults: {}, retryAfterS: 1 })
  process.send?.(origin)
  process.once('disconnect', () => process.exit(0))
}

async function measure(calls: number, rounds: number): Promise<void> {
  const child = fork(import.meta.filename, ['--serve'], { execArgv: process.execArgv })
  const origin = await new Promise<string>((resolve) => {
    child.once('message', (message) => resolve(String(message)))
  })
  const dir = await mkdtemp(join(tmpdir(), 'robustness-calls-'))
  const task = faultTask(calls)
  const prompts = task.examples.map(({ input }) => input['question'] ?? '')
  const signal = new AbortController().signal
  const pool = new Pool(origin, { connections: CONCURRENCY })
  const release = faultRelease(origin, CONCURRENCY)
  const headers = { 'content-type': 'application/json' }

  async function bare(prompt: string): Promise<void> {
    const body = JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: prompt }] })
    const response = await pool.request({ method: 'POST', path: '/v1/chat/completions', headers, body })
    JSON.parse(await response.body.text())
  }
  async function ours(prompt: string): Promise<void> {
    await release.ask({ prompt, seed: 1, trial: 0, signal })
  }

  const ways: Record<string, () => Promise<number>> = {
    'bare undici pool': () => cpuOf(prompts, bare),
    'our release': () => cpuOf(prompts, ours),
    'a cell of a run': async () => {
      const host = await localHost({ dir: await mkdtemp(join(dir, 'run-')), mode: 'off', runKey: 'calls' })
      const [instruction] = task.instructions
      const cost = await cpuOf(task.examples, async (example) => {
        const asked = { release, releaseName: 'ours', task, example, instruction: instruction!, trial: 0, seed: 1 }
        await observeCell({ ...asked, host, signal })
      })
      await host.close()
      return cost
    },
  }
  const costs = new Map<string, number[]>(Object.keys(ways).map((name) => [name, []]))
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const cost = await way()
      if (round > 0) costs.get(name)?.push(cost)
    }
  }
  await pool.close()
  await release.close?.()
  child.disconnect()
  await rm(dir, { recursive: true })
  report([...costs].map(([what, all]) => ({ what, microseconds: quantileOf(all, 0.5) })))
}

/** Measures the CPU time of this process a call, in microseconds. */
async function cpuOf<T>(inputs: readonly T[], call: (input: T) => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < inputs.length) await call(inputs[next++]!)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, worker))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / inputs.length
}

function report(figures: readonly { readonly what: string; readonly microseconds: number }[]): void {
  if (values.json) console.log(JSON.stringify(figures, null, 2))
  else {
    console.log(`| what | CPU a call | may take |\n| --- | --- | --- |`)
    for (const { what, microseconds } of figures)
      console.log(`| ${what} | ${microseconds.toFixed(0)} µs | ${what === 'our release' ? `${MOST} µs` : ''} |`)
  }
  if (figures.some(({ what, microseconds }) => what === 'our release' && microseconds > MOST)) process.exitCode = 1
}
