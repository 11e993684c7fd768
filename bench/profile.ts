/**
 * Shows where a run's CPU time goes: `node bench/profile.ts [--calls 20000] [--latency 5] [--top 12] [--functions 0] [--keep
 * FOLDER]`. The suite of `npm run bench`, the same from recorded answers, and one vitest test that loops over a bare pool run twice
 * each: once for the CPU time of main process and worker, once under Node's profiler for its parts. Self time is added up by file of ours, by package and
 * by part of Node. The profiler slows a run down, and where a machine is busy it counts the time in which others ran; so its
 * parts show where to look, and the first table how much it is. The package is built as it is shipped, with maps to its sources.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { bundle } from '../.ci/bundle.ts'
import { installed } from '../.ci/builtPackage.ts'
import { groupProfile, type Profile } from './invocation/groupProfile.ts'
import { measureTree } from './invocation/measureTree.ts'
import { writeWorkload } from './invocation/writeWorkload.ts'

const HERE = import.meta.dirname
const ROOT = join(HERE, '..')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
const RUNS = {
  'one vitest test that loops': ['--config', 'floor.config.ts', 'loop.floor.ts'],
  ours: ['--config', 'ours.config.ts'],
  'ours, replayed': ['--config', 'ours.config.ts'],
} as const
const PROCESSES = ['main', 'worker'] as const

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    latency: { type: 'string', default: '5' },
    top: { type: 'string', default: '12' },
    functions: { type: 'string', default: '0' },
    keep: { type: 'string' },
  },
})
const [calls, top, functions] = [Number(values.calls), Number(values.top), Number(values.functions)]

const folder = mkdtempSync(join(await installed(), 'profile-'))
const server = fork(join(HERE, 'invocation/server.ts'), { env: { ...process.env, LATENCY_MS: values.latency } })
const [origin] = (await once(server, 'message')) as [string]
let recorded = ''
try {
  cpSync(join(HERE, 'invocation'), folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  for (const file of ['model.ts', 'suite.robust.ts']) cpSync(join(HERE, 'peers', file), join(folder, file))
  cpSync(join(folder, '../node_modules'), join(folder, 'node_modules'), { recursive: true })
  await bundle(ROOT, join(folder, 'node_modules/vitest-robustness/dist'), true)
  recorded = await run('ours', false, 'record')
  await printUsage()
  for (const name of Object.keys(RUNS) as (keyof typeof RUNS)[]) await printProfile(name)
} finally {
  server.disconnect()
  rmSync(folder, { recursive: true })
}

/** Runs one of the suites with options of Node, and returns the folder in which its processes wrote. */
async function run(name: keyof typeof RUNS, profiled = false, store?: 'record'): Promise<string> {
  const replayed = name === 'ours, replayed'
  // Only its folder has the recorded answers, and of a decided run no journal is left that would answer in their place.
  const work = replayed ? recorded : mkdtempSync(join(folder, 'work-'))
  rmSync(join(work, 'profiles'), { recursive: true, force: true })
  mkdirSync(join(work, 'profiles'))
  writeWorkload(work, calls)
  const profiler = ['--cpu-prof', '--cpu-prof-interval=250', `--cpu-prof-dir=${join(work, 'profiles')}`]
  const clean = Object.entries(process.env).filter(([variable]) => !/^(VITEST|VITE_|ROBUSTNESS_|npm_)/.test(variable))
  const env = {
    ...Object.fromEntries(clean),
    NODE_OPTIONS: [`--import=${join(HERE, 'invocation/noteUsage.ts')}`, ...(profiled ? profiler : [])].join(' '),
    USAGE_DIR: work,
    WORK_DIR: work,
    STORE: store ?? (replayed ? 'replay' : 'off'),
    FLOOR: '*.floor.ts',
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: 'sk-bench',
    CONCURRENCY: '64',
  }
  await measureTree([process.execPath, VITEST, 'run', ...RUNS[name]], { cwd: folder, env, folder: work })
  server.send('count')
  await once(server, 'message')
  return work
}

async function printUsage(): Promise<void> {
  console.log(`| CPU time, ${calls} calls | main process | worker | a call |\n| --- | --: | --: | --: |`)
  for (const name of Object.keys(RUNS) as (keyof typeof RUNS)[]) {
    const work = await run(name)
    const [main = 0, worker = 0] = PROCESSES.map((process) => {
      const { user, system } = JSON.parse(readFileSync(join(work, `${process}.json`), 'utf8')) as NodeJS.CpuUsage
      return user + system
    })
    const perCall = ((main + worker) / calls).toFixed(0)
    console.log(`| ${name} | ${(main / 1e6).toFixed(2)} s | ${(worker / 1e6).toFixed(2)} s | ${perCall} µs |`)
  }
}

async function printProfile(name: keyof typeof RUNS): Promise<void> {
  const work = await run(name, true)
  const profiles = join(work, 'profiles')
  const read = readdirSync(profiles).map((file) => JSON.parse(readFileSync(join(profiles, file), 'utf8')) as Profile)
  for (const [at, profile] of read.toSorted((a, b) => a.startTime - b.startTime).entries()) {
    const { busyMs, groups } = groupProfile(profile, (file) => relative(ROOT, file))
    const whose = `${name}, ${PROCESSES[at] ?? 'another process'}: ${(busyMs / 1000).toFixed(2)} s`
    console.log(`\n| ${whose} | self time | a call |\n| --- | --: | --: |`)
    for (const group of groups.slice(0, top)) {
      console.log(`| ${group.name} | ${group.ms.toFixed(0)} ms | ${((group.ms * 1000) / calls).toFixed(1)} µs |`)
      for (const part of group.parts.slice(0, functions)) console.log(`|   ${part.name} | ${part.ms.toFixed(0)} ms | |`)
    }
  }
  if (values.keep !== undefined) cpSync(profiles, join(values.keep, name.replaceAll(' ', '-')), { recursive: true })
}
