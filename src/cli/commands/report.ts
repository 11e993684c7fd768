import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { findClaimKind } from '../../claims/index.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'
import { rescoreRun, verifyRun, type StoredRun } from '../../runs/index.ts'
import type { Command, CommandCall, CliIo } from '../command.ts'
import { loadRunTask } from '../loadRunTask.ts'
import { openRun } from '../openRun.ts'

/** Prints a run, and checks it if asked to. */
export const report: Command = {
  name: 'report',
  summary: 'print a run: its verdicts and the evidence behind them',
  takes: '[run folder]',
  help: [
    'Without a folder: the latest run below .robustness/runs. A run whose observations were altered is refused.',
    'The report goes to the output or to a file; the exit code says only whether the run could be read and checked.',
    '',
    '  npx vitest-robustness report --verify',
    '  npx vitest-robustness report --format markdown --no-context --output comment.md',
  ],
  options: {
    format: { type: 'string', short: 'f', value: 'name', describe: 'terminal (default), json or markdown' },
    output: { type: 'string', short: 'o', value: 'file', describe: 'write to a file' },
    verify: { type: 'boolean', describe: 'recompute all verdicts from the scores; differences are named, exit code 1' },
    rescore: { type: 'boolean', describe: 'read and score all raw answers again; differences are named, exit code 1' },
    'no-context': { type: 'boolean', describe: 'leave out what depends on the machine and the day' },
  },
  most: 1,
  async run({ values, positionals }, io) {
    const stored = await openRun(io.cwd, positionals[0])
    await print(stored, values, io)
    const differences = [
      ...(values['verify'] ? verified(stored, io) : []),
      ...(values['rescore'] ? rescored(stored, io) : []),
    ]
    if (differences.length === 0) return 0
    io.err(`${differences.map((difference) => `Difference: ${difference}\n`).join('')}`)
    return 1
  },
}

async function print({ run }: StoredRun, values: CommandCall['values'], io: CliIo): Promise<void> {
  // Loaded here and not at the top: everything else works without the reports' room.
  const { reporters } = await import('../../../reporters/index.ts')
  const name = String(values['format'] ?? 'terminal')
  const render = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (render === undefined) throw new UsageError(`No format "${name}"${didYouMean(name, Object.keys(reporters))}`)
  const output = values['output']
  const colour = io.tty && output === undefined && !io.env['NO_COLOR']
  const text = render(run, { context: !values['no-context'], colour })
  if (typeof output !== 'string') {
    io.out(text)
    return
  }
  const file = resolve(io.cwd, output)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

function verified({ run, observations }: StoredRun, io: CliIo): string[] {
  const differences = verifyRun(run, observations, {
    claimKind: findClaimKind,
    taskKind: (name) => taskKinds.find(({ kind }) => kind === name),
  })
  if (differences.length > 0) return differences
  io.err(
    `Verified: ${run.evidence.claims.length} claims and the gate follow from ${observations.length} observations.\n`,
  )
  return []
}

function rescored({ run, observations }: StoredRun, io: CliIo): string[] {
  const tasks = new Map(run.evidence.tasks.map((task) => [task.name, loadRunTask(task)]))
  const differences = rescoreRun(observations, tasks)
  if (differences.length > 0) return differences
  const read = observations.filter(({ raw }) => raw !== null).length
  io.err(`Rescored: answers and scores follow from ${read} raw texts.\n`)
  return []
}
