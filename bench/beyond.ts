/**
 * Shows how many calls a gate makes that no verdict rests on: `npm run bench:beyond [--latency 500] [--json]`. Calls are made
 * ahead, up to the endpoint's concurrency, and those under way when a claim is decided were made in vain. Seven claims about
 * one task are decided over a loopback server with 8, 32 and 64 calls at once; nine of ten of its answers are right. "Counted"
 * are the cells that the claims rest on, each once, and "beyond" what was asked in addition. The package is built as it is shipped.
 */
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installed } from '../.ci/builtPackage.ts'
import type { Run } from '../src/core/types/index.ts'
import { INSTRUCTIONS, writeWorkload } from './invocation/writeWorkload.ts'

const HERE = import.meta.dirname
const VITEST = join(HERE, '../node_modules/vitest/vitest.mjs')
const CONCURRENCIES = [8, 32, 64]
const EXAMPLES = 1000
const CLAIMS = [
  `toStayAbove({ accuracy: 0.6, family: 'seen' })`,
  `toBeStableUnderParaphrase({ family: 'seen', maxFlipRate: 0.1 })`,
  `toBeStableUnderParaphrase({ family: 'unseen', maxFlipRate: 0.1 })`,
  `toGeneralizeToUnseenInstructions({ maxDrop: 0.1 })`,
  `toStayAbove({ accuracy: 0.7 })`,
  `toStayAbove({ accuracy: 0.7, family: 'unseen' })`,
  `toStayAbove({ worstInstruction: 0.6, family: 'seen' })`,
]

const { values } = parseArgs({
  options: { latency: { type: 'string', default: '500' }, json: { type: 'boolean', default: false } },
})

const project = mkdtempSync(join(await installed(), 'beyond-'))
const server = fork(join(HERE, 'invocation/server.ts'), { env: { ...process.env, LATENCY_MS: values.latency } })
const [origin] = (await once(server, 'message')) as [string]
try {
  writeProject()
  const rows = CONCURRENCIES.map(decided)
  if (values.json) console.log(JSON.stringify({ latencyMs: Number(values.latency), claims: CLAIMS.length, rows }))
  else {
    console.log(
      `| calls at once | made | counted | beyond | share beyond | wall |\n| --: | --: | --: | --: | --: | --: |`,
    )
    for (const { atOnce, made, counted, wallS } of rows) {
      const beyond = made - counted
      const share = `${((100 * beyond) / made).toFixed(0)}%`
      console.log(`| ${atOnce} | ${made} | ${counted} | ${beyond} | ${share} | ${wallS.toFixed(1)} s |`)
    }
  }
} finally {
  server.disconnect()
  rmSync(project, { recursive: true })
}

function writeProject(): void {
  cpSync(join(HERE, 'invocation/ours.config.ts'), join(project, 'ours.config.ts'))
  cpSync(join(HERE, 'peers/model.ts'), join(project, 'model.ts'))
  writeWorkload(project, EXAMPLES * INSTRUCTIONS)
  const { instructions } = JSON.parse(readFileSync(join(project, 'instructions.yaml'), 'utf8')) as {
    readonly instructions: readonly { readonly id: string }[]
  }
  const seen = instructions.slice(0, INSTRUCTIONS / 2).map(({ id }) => id)
  const config = readFileSync(join(project, 'ours.config.ts'), 'utf8')
  const files = {
    'package.json': '{ "type": "module", "private": true }\n',
    'seen.json': JSON.stringify(seen),
    'ours.config.ts': config.replace(`candidate: 'model',`, `$& seen: 'seen.json',`),
    'suite.robust.ts': `import { expect, test } from 'vitest'
import { relationExtraction, release } from 'vitest-robustness'
const task = relationExtraction({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })
${CLAIMS.map((claim, at) => `test('claim ${at}', async () => { await expect(release().on(task)).${claim} })`).join('\n')}
`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text)
}

/** Decides all claims and counts the calls, by the run's own figures. */
function decided(atOnce: number) {
  const work = join(project, `at-once-${atOnce}`)
  const clean = Object.entries(process.env).filter(([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|npm_)/.test(name))
  const env = {
    ...Object.fromEntries(clean),
    WORK_DIR: work,
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: 'sk-bench',
    CONCURRENCY: String(atOnce),
    ROBUSTNESS_SEED: '0',
  }
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [VITEST, 'run', '--config', 'ours.config.ts'], {
    cwd: project,
    env,
    encoding: 'utf8',
  })
  const wallS = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(`${stdout}${stderr}`)
  const runs = join(work, 'robustness/runs')
  const latest = readFileSync(join(runs, 'latest'), 'utf8').trim()
  const { evidence, context } = JSON.parse(readFileSync(join(runs, latest, 'run.json'), 'utf8')) as Run
  return { atOnce, made: context.calls.made, counted: evidence.observations.count, wallS }
}
