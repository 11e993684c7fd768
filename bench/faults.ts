/**
 * Measures what a bad endpoint costs: `node bench/faults.ts [--calls 10000] [--json]`. A loopback server fails by a
 * schedule; the calls go through the same transport that a run uses. Exits 1 if an answer is lost or wrong, or differs from
 * the run without faults.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faultRelease, faultRun, faultTask, type FaultRun } from './faultRun.ts'
import { FAULTS, startFaultServer } from './faultServer.ts'

const LATENCY = 20
const CONCURRENCY = 64
const WINDOW = 4 * CONCURRENCY

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
})
const calls = Number(values.calls)
const task = faultTask(calls)
const ideal = (calls * LATENCY) / CONCURRENCY / 1000

const clean = await startFaultServer({ latencyMs: LATENCY, faults: {}, retryAfterS: 1 })
const cleanRun = await once(clean.origin)
await clean.close()

const faulty = await startFaultServer({ latencyMs: LATENCY, faults: FAULTS, retryAfterS: 1 })
const faultyRun = await once(faulty.origin)
await faulty.close()

// A quota ends: there is one clear error, and the answers that were paid for are kept for the run after the refill.
const half = Math.floor(calls / 2)
const poor = await startFaultServer({ latencyMs: LATENCY, faults: {}, retryAfterS: 1, quota: half })
const dir = await mkdtemp(join(tmpdir(), 'robustness-quota-'))
const stoppedRun = await once(poor.origin, dir)
poor.refill(calls)
const resumedRun = await once(poor.origin, dir)
await poor.close()
await rm(dir, { recursive: true })

const runs = {
  'no faults': cleanRun,
  'all faults': faultyRun,
  'quota ends': stoppedRun,
  'quota refilled': resumedRun,
}
const same = cleanRun.digest === faultyRun.digest && cleanRun.digest === resumedRun.digest
const paidTwice = (poor.counts['answered'] ?? 0) - calls
const did = Object.entries(faulty.counts).toSorted(([, a], [, b]) => b - a)
if (values.json) {
  const settings = { calls, latencyMs: LATENCY, concurrency: CONCURRENCY, idealSeconds: ideal }
  console.log(JSON.stringify({ ...settings, runs, server: Object.fromEntries(did), same, paidTwice }, null, 2))
} else {
  console.log(`${calls} calls, ${LATENCY} ms each, at most ${CONCURRENCY} at once; ideal ${ideal.toFixed(1)} s\n`)
  console.log('run             seconds  to ideal   calls  repeated  kept    lost  wrong')
  for (const [name, run] of Object.entries(runs)) row(name, run)
  console.log(`\nquota ends: ${stoppedRun.stopped ?? 'it did not stop'}`)
  console.log('\nwhat the server did in the run with all faults')
  for (const [name, count] of did) console.log(`${name.padEnd(28)} ${String(count).padStart(6)}`)
  const digest = `sha256 ${cleanRun.digest.slice(0, 16)}`
  console.log(`\nobservations of the runs are ${same ? 'byte for byte the same' : 'DIFFERENT'}: ${digest}`)
  console.log(`answers paid for twice after the quota's end: ${paidTwice}`)
}
const good = [cleanRun, faultyRun, resumedRun].every(({ lost, wrong }) => lost === 0 && wrong === 0)
process.exitCode = good && same && paidTwice === 0 && (faulty.counts['early'] ?? 0) === 0 ? 0 : 1

async function once(origin: string, folder?: string): Promise<FaultRun> {
  const release = faultRelease(origin, CONCURRENCY)
  const run = await faultRun(task, release, WINDOW, folder)
  await release.close?.()
  return run
}

function row(name: string, { seconds, calls: { made, retried, reused }, lost, wrong }: FaultRun): void {
  const cells = [seconds.toFixed(1), (seconds / ideal).toFixed(2), made, retried, reused, lost, wrong]
  const widths = [9, 9, 8, 9, 6, 7, 6]
  console.log(name.padEnd(14) + cells.map((cell, index) => String(cell).padStart(widths[index] ?? 8)).join(''))
}
