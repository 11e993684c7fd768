/**
 * Shows what a whole run costs beside the least that it could: `npm run bench -- [--calls 4000] [--rounds 3]
 * [--latency 5] [--json]`. The same calls are made by our suite, by a bare undici pool, and by one vitest test that loops
 * over that pool; plain vitest with one empty test shows the start, and our suite once more with the answers
 * that an earlier run recorded, without a call. Columns take turns in each round, against one loopback
 * server, because a machine's speed changes from minute to minute: only ratios within one run can be compared. The package
 * is built as it is shipped.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installed } from '../.ci/builtPackage.ts'
import { quantileOf } from '../src/core/statistics/index.ts'
import { measureTree } from './invocation/measureTree.ts'
import type { Counted } from './invocation/server.ts'
import { INSTRUCTIONS, writeWorkload } from './invocation/writeWorkload.ts'

const HERE = import.meta.dirname
const VITEST = join(HERE, '../node_modules/vitest/vitest.mjs')
const CONCURRENCY = 64
/** With fewer sources no limit of 0.9 can be decided, and a claim that cannot be decided asks nothing. */
const FEWEST_CALLS = 2000

/** The columns: what is run in the project, by node. */
const COLUMNS = {
  ours: [VITEST, 'run', '--config', 'ours.config.ts'],
  'bare undici pool': ['pool.ts'],
  'one vitest test that loops': [VITEST, 'run', '--config', 'floor.config.ts', 'loop.floor.ts'],
  'plain vitest, one empty test': [VITEST, 'run', '--config', 'floor.config.ts', 'empty.floor.ts'],
  'ours, replayed': [VITEST, 'run', '--config', 'ours.config.ts'],
} as const
type Column = keyof typeof COLUMNS

/** One column of one round. */
interface Taken {
  readonly wallS: number
  readonly cpuS: number
  /** From the start of the command to its first call. */
  readonly startS: number
  /** From the last answer to the end of the command. */
  readonly tailS: number
  readonly peakMB: number | null
}
type Round = Readonly<Record<Column, Taken>>

/** The figures that are aimed at, each of one round. */
const TARGETS: readonly {
  readonly what: string
  readonly unit: string
  readonly most: number
  readonly figure: (round: Round) => number
}[] = [
  {
    what: 'wall time, ours ÷ bare pool',
    unit: '×',
    most: 1.5,
    figure: (one) => one.ours.wallS / one['bare undici pool'].wallS,
  },
  {
    what: 'CPU time, ours ÷ looping test',
    unit: '×',
    most: 1.4,
    figure: (one) => one.ours.cpuS / one['one vitest test that loops'].cpuS,
  },
  {
    what: 'first call, ours − start of the empty test',
    unit: 's',
    most: 0.2,
    figure: (one) => one.ours.startS - one['plain vitest, one empty test'].startS,
  },
  { what: 'last answer to exit, ours', unit: 's', most: 0.25, figure: (one) => one.ours.tailS },
  {
    what: 'replay of the same answers − 1.5 × the whole empty test',
    unit: 's',
    most: 1,
    figure: (one) => one['ours, replayed'].wallS - 1.5 * one['plain vitest, one empty test'].wallS,
  },
]

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '4000' },
    rounds: { type: 'string', default: '3' },
    latency: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const [calls, count, latency] = [Number(values.calls), Number(values.rounds), Number(values.latency)]
if (!(calls >= FEWEST_CALLS) || calls % INSTRUCTIONS !== 0)
  throw new Error(`--calls must be a multiple of ${INSTRUCTIONS} from ${FEWEST_CALLS} on`)
if (!Number.isInteger(count) || count < 1) throw new Error('--rounds must be a whole number above 0')

const project = mkdtempSync(join(await installed(), 'bench-'))
const server = fork(join(HERE, 'invocation/server.ts'), { env: { ...process.env, LATENCY_MS: String(latency) } })
const origin = String(await received(server))
try {
  cpSync(join(HERE, 'invocation'), project, { recursive: true })
  // Without one, the repository's own would name this package, and it would be looked for there.
  writeFileSync(join(project, 'package.json'), '{ "type": "module", "private": true }\n')
  for (const file of ['model.ts', 'suite.robust.ts']) cpSync(join(HERE, 'peers', file), join(project, file))
  mkdirSync(join(project, 'replayed'))
  await take('ours', join(project, 'replayed'), 'record')
  const rounds: Round[] = []
  for (let at = 0; at < count; at++) rounds.push(await takeRound(at))
  report(rounds)
} finally {
  server.disconnect()
  rmSync(project, { recursive: true })
}

async function takeRound(at: number): Promise<Round> {
  const taken = new Map<Column, Taken>()
  for (const column of Object.keys(COLUMNS) as Column[]) {
    if (column === 'ours, replayed') taken.set(column, await take(column, join(project, 'replayed'), 'replay'))
    else {
      const work = join(project, `work-${at}`)
      mkdirSync(work)
      taken.set(column, await take(column, work, 'off'))
      rmSync(work, { recursive: true })
    }
  }
  return Object.fromEntries(taken) as Round
}

/** Runs a column in `work`, where it has its data and leaves what it writes. */
async function take(column: Column, work: string, store: 'off' | 'record' | 'replay'): Promise<Taken> {
  writeWorkload(work, calls)
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|npm_|NODE_OPTIONS$)/.test(name),
  )
  const env = {
    ...Object.fromEntries(clean),
    WORK_DIR: work,
    STORE: store,
    FLOOR: '*.floor.ts',
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: 'sk-bench',
    CONCURRENCY: String(CONCURRENCY),
  }
  const { startedAt, endedAt, cpuS, peakMB } = await measureTree([process.execPath, ...COLUMNS[column]], {
    cwd: project,
    env,
    folder: work,
  })
  server.send('count')
  const { calls: made, ...at } = (await received(server)) as Counted
  const empty = column === 'plain vitest, one empty test'
  const wanted = empty || store === 'replay' ? 0 : calls
  if (made !== wanted)
    throw new Error(`${column} made ${made} calls of ${wanted}:\n${readFileSync(join(work, 'output.txt'), 'utf8')}`)
  const began = empty ? Number(readFileSync(join(work, 'began'), 'utf8')) : null
  const [firstAt, lastAt] = [began ?? at.firstAt ?? Number.NaN, began ?? at.lastAt ?? Number.NaN]
  return {
    wallS: (endedAt - startedAt) / 1000,
    cpuS,
    startS: (firstAt - startedAt) / 1000,
    tailS: (endedAt - lastAt) / 1000,
    peakMB,
  }
}

async function received(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]
  return message
}

function report(rounds: readonly Round[]): void {
  const ratios = TARGETS.map(({ what, unit, most, figure }) => {
    const each = rounds.map(figure)
    return {
      what,
      unit,
      median: quantileOf(each, 0.5),
      least: Math.min(...each),
      greatest: Math.max(...each),
      target: most,
    }
  })
  const columns = (Object.keys(COLUMNS) as Column[]).map((column) => {
    const median = (pick: (one: Taken) => number) =>
      quantileOf(
        rounds.map((one) => pick(one[column])),
        0.5,
      )
    const measured = rounds.every((one) => one[column].peakMB !== null)
    return {
      column,
      wallS: median(({ wallS }) => wallS),
      cpuS: median(({ cpuS }) => cpuS),
      startS: median(({ startS }) => startS),
      tailS: median(({ tailS }) => tailS),
      peakMB: measured ? median(({ peakMB }) => peakMB ?? Number.NaN) : null,
    }
  })
  const setting = {
    calls,
    latencyMs: latency,
    concurrency: CONCURRENCY,
    cores: availableParallelism(),
    node: process.version,
  }
  if (values.json) {
    console.log(JSON.stringify({ setting, ratios, columns, rounds }, null, 2))
    return
  }
  console.log(
    `${calls} calls of ${latency} ms, ${CONCURRENCY} at once, ${setting.cores} cores, Node ${setting.node}; medians of ${rounds.length} rounds\n`,
  )
  console.log('| in one round | median | least to greatest | target | |\n| --- | --: | --: | --: | --- |')
  for (const { what, unit, median, least, greatest, target } of ratios) {
    const range = `${least.toFixed(2)} to ${greatest.toFixed(2)} ${unit}`
    const met = median <= target ? 'met' : 'not met'
    console.log(`| ${what} | ${median.toFixed(2)} ${unit} | ${range} | ${target} ${unit} | ${met} |`)
  }
  console.log(
    '\n| column | wall | CPU | start to first call | last answer to exit | memory of the tree |\n| --- | --: | --: | --: | --: | --: |',
  )
  for (const { column, wallS, cpuS, startS, tailS, peakMB } of columns) {
    const seconds = [wallS, cpuS, startS, tailS]
      .map((figure) => (Number.isNaN(figure) ? '-' : `${figure.toFixed(2)} s`))
      .join(' | ')
    console.log(`| ${column} | ${seconds} | ${peakMB === null ? 'not measured' : `${peakMB.toFixed(0)} MB`} |`)
  }
}
