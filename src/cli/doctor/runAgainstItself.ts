import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeVariables } from '../../core/environment/index.ts'
import { clopperPearson } from '../../core/statistics/index.ts'
import { UsageError, type Run } from '../../core/types/index.ts'
import type { CliIo } from '../common/command.ts'
import { spawnVitest } from '../common/spawnVitest.ts'

/** The level of the exact interval. */
const LEVEL = 0.95

/**
 * Gates a release against itself `times` times. Each gate has another order of the examples, asks every answer again,
 * in a folder of its own, and leaves no trace in the ledger. Prints how often the gate fails, passes and stays open,
 * with the exact interval (Clopper–Pearson) of each share. The exit code says only whether all gates ran.
 */
export async function runAgainstItself(
  release: string,
  times: number,
  args: readonly string[],
  io: CliIo,
): Promise<number> {
  const counts = { pass: 0, fail: 0, inconclusive: 0 }
  const failed = new Map<string, number>()
  let calls = 0
  for (let time = 1; time <= times; time += 1) {
    const { evidence, context } = await gateOnce(release, `aa-${time}`, args, io)
    if (evidence.gate.exitCode === 2) throw new UsageError(`Gate ${time}: ${evidence.gate.reasons.join(' ')}`)
    counts[evidence.gate.verdict] += 1
    calls += context.calls.made
    for (const { title, verdict, spec } of evidence.claims) {
      if (verdict === 'fail' && !spec.advisory) failed.set(title, (failed.get(title) ?? 0) + 1)
    }
    io.err(`gate ${time} of ${times}: ${evidence.gate.verdict} (exit code ${evidence.gate.exitCode})\n`)
  }
  const rows = Object.entries(counts).map(([verdict, count]) => `  ${verdict.padEnd(12)}  ${shareOf(count, times)}`)
  io.out(
    [
      `${release} against itself, ${times} times, ${calls} calls:`,
      ...rows,
      ...[...failed]
        .toSorted(([, a], [, b]) => b - a)
        .map(([title, count]) => `  fails in ${count} of ${times}: ${title}`),
      '',
    ].join('\n'),
  )
  return 0
}

async function gateOnce(release: string, seed: string, args: readonly string[], io: CliIo): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-aa-'))
  const variables = writeVariables({
    mode: 'gate',
    release,
    seed,
    store: 'off',
    ledger: 'off',
    history: 'off',
    folder,
  })
  try {
    await spawnVitest(['--reporter=dot', ...args], variables, io)
    const latest = (await readFile(join(folder, 'runs', 'latest'), 'utf8').catch(() => '')).trim()
    if (latest === '') throw new UsageError('The gate did not run to its end; run it by itself: npx vitest run')
    return JSON.parse(await readFile(join(folder, 'runs', latest, 'run.json'), 'utf8')) as Run
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function shareOf(count: number, times: number): string {
  const [low, high] = clopperPearson(count, times, LEVEL)
  return `${count} of ${times}; ${percent(low)} to ${percent(high)} at ${percent(LEVEL)}`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).replace(/\.0$/, '')}%`
}
