/**
 * Simulates what the sequential verdicts cost and how often they err, with the same `step`, orders, draws and gate that
 * decide claims: `node bench/verdicts.ts [--json] [--share 1] [--only text]`. It is seeded, so every figure repeats
 * whatever the number of cores. `--share` runs that part of the claims, `--only` the sections with that text. Exits 1 if a
 * wrong verdict comes more often than its α (the lower end of the exact 99% interval above it), a median exceeds the
 * reference, or a median share of the grid 1.5%.
 */
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { seededRandom } from '../src/core/statistics/index.ts'
import { attemptScenarios } from './verdicts/attempts.ts'
import { baselineScenarios } from './verdicts/baselines.ts'
import { flipRateScenarios } from './verdicts/flipRates.ts'
import { forbiddenScenarios } from './verdicts/forbidden.ts'
import { manyClaimScenarios } from './verdicts/manyClaims.ts'
import { notTakenScenarios } from './verdicts/notTaken.ts'
import { otherClaimScenarios } from './verdicts/otherClaims.ts'
import { repeatedScenarios } from './verdicts/repeated.ts'
import type { Scenario } from './verdicts/scenario.ts'
import { shareScenarios } from './verdicts/shares.ts'
import { addCounts, simulate, type Counts } from './verdicts/simulate.ts'
import { methodScenarios, smallPoolScenarios } from './verdicts/smallPools.ts'
import { summarise } from './verdicts/summary.ts'
import { tables } from './verdicts/table.ts'

/** The number of parts into which each scenario's runs are cut, whatever the number of cores. */
const CHUNKS = 8

interface Job {
  readonly scenario: number
  readonly chunk: number
}

const scenarios: readonly Scenario[] = [
  ...flipRateScenarios,
  ...otherClaimScenarios,
  ...manyClaimScenarios,
  ...baselineScenarios,
  ...attemptScenarios,
  ...repeatedScenarios,
  ...smallPoolScenarios,
  ...methodScenarios,
  ...shareScenarios,
  ...notTakenScenarios,
  ...forbiddenScenarios,
]
if (isMainThread) await main()
else parentPort!.on('message', (job: Job & { share: number }) => parentPort!.postMessage(work(job), []))

function work({ scenario: at, chunk, share }: Job & { readonly share: number }): Counts {
  const scenario = shrunk(scenarios[at]!, share)
  // Chunks start far apart on the generator's cycle of 2^32, so that none repeats another's numbers.
  const random = seededRandom(Math.imul(chunk * (2 ** 32 / CHUNKS) + at * 7919, 0x6d2b79f5))
  const first = (part: number) => Math.round((scenario.runs * part) / CHUNKS)
  return simulate(scenario, random, first(chunk), first(chunk + 1))
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      share: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
    },
  })
  const share = Number(values.share)
  const started = Date.now()
  const wanted = [...scenarios.keys()].filter((at) => scenarios[at]!.section.includes(values.only))
  const jobs = wanted.flatMap((scenario) => Array.from({ length: CHUNKS }, (_, chunk) => ({ scenario, chunk })))
  const counts: Counts[][] = scenarios.map(() => [])
  let done = 0
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      const worker = new Worker(new URL(import.meta.url))
      for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
        counts[job.scenario]![job.chunk] = await ask(worker, { ...job, share })
        done += 1
        if (process.stderr.isTTY)
          process.stderr.write(`\r${done} of ${wanted.length * CHUNKS} parts, ${seconds(started)} s `)
      }
      await worker.terminate()
    }),
  )
  const summaries = wanted.map((at) => summarise(shrunk(scenarios[at]!, share), counts[at]!.reduce(addCounts)))
  if (process.stderr.isTTY) process.stderr.write('\n')
  console.log(values.json ? JSON.stringify(summaries, null, 2) : tables(summaries))
  const complaints = summaries.flatMap(({ section, name, complaints: own }) =>
    own.map((complaint) => `${section}: ${name}: ${complaint}`),
  )
  for (const complaint of complaints) console.error(complaint)
  console.error(`${wanted.length} scenarios in ${seconds(started)} s, ${complaints.length} complaints.`)
  if (complaints.length > 0) process.exitCode = 1
}

async function ask(worker: Worker, job: Job & { readonly share: number }): Promise<Counts> {
  worker.postMessage(job, [])
  const [counts] = (await once(worker, 'message')) as [Counts]
  return counts
}

function shrunk(scenario: Scenario, share: number): Scenario {
  return { ...scenario, runs: Math.max(CHUNKS, Math.round(scenario.runs * share)) }
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000)
}
