import { FIRST_READER } from '../../core/gate/index.ts'
import { passedOverDifferences, rescoreRun, verifyRun, type StoredRun } from '../../runs/index.ts'
import type { Command, CliIo } from '../command.ts'
import { loadKinds, type Kinds } from '../loadKinds.ts'
import { loadRunTask } from '../loadRunTask.ts'
import { openRun } from '../openRun.ts'
import { printRun } from '../printRun.ts'

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
    '  npx vitest-robustness report --format html --output report.html',
    '  npx vitest-robustness report --format markdown --no-context --output comment.md',
    '',
    'For CI: github prints annotations, and appends the report to $GITHUB_STEP_SUMMARY where that is set; gitlab is a Code',
    'Quality report; openmetrics, bencher and huggingface (model-index, eval-results) are for what keeps figures.',
    '',
    '  npx vitest-robustness report --format gitlab --output gl-code-quality-report.json',
  ],
  options: {
    format: {
      type: 'string',
      short: 'f',
      value: 'name',
      describe:
        'terminal (default), json, markdown, html; github, gitlab, openmetrics, bencher, huggingface, eval-results',
    },
    dataset: {
      type: 'string',
      value: 'task=hub/name',
      describe: "the tasks' names on the Hugging Face Hub, comma-separated",
    },
    output: { type: 'string', short: 'o', value: 'file', describe: 'write to a file' },
    trend: { type: 'boolean', describe: 'show the claims of earlier runs beside this one too (html)' },
    verify: { type: 'boolean', describe: 'recompute all verdicts from the scores; differences are named, exit code 1' },
    rescore: { type: 'boolean', describe: 'read and score all raw answers again; differences are named, exit code 1' },
    with: {
      type: 'string',
      value: 'module',
      describe: 'exports the claims, tasks and perturbations that are defined elsewhere, for --verify and --rescore',
    },
    'no-context': { type: 'boolean', describe: 'leave out what depends on the machine and the day' },
  },
  most: 1,
  async run({ values, positionals }, io) {
    const looked = Boolean(values['verify'] || values['rescore']) || values['format'] === 'html'
    const stored = await openRun(io.cwd, positionals[0], looked)
    await printRun(stored, values, io)
    const kinds = await loadKinds(io.cwd, textOf(values['with']))
    const differences = [
      ...(values['verify'] ? verified(stored, kinds, io) : []),
      ...(values['rescore'] ? rescored(stored, kinds, io) : []),
    ]
    if (differences.length === 0) return 0
    io.err(`${differences.map((difference) => `Difference: ${difference}\n`).join('')}`)
    return 1
  },
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function verified({ run, observations }: StoredRun, kinds: Kinds, io: CliIo): string[] {
  const differences = verifyRun(run, observations, kinds)
  if (differences.length > 0) return differences
  io.err(
    `Verified: ${run.evidence.claims.length} claims and the gate follow from ${observations.length} observations.\n`,
  )
  return []
}

function rescored({ run, observations }: StoredRun, { perturbations }: Kinds, io: CliIo): string[] {
  const tasks = new Map(run.evidence.tasks.map((task) => [task.name, loadRunTask(task)]))
  for (const { name, reader = FIRST_READER } of run.evidence.tasks) {
    const now = tasks.get(name)?.kind.reader ?? FIRST_READER
    if (now === reader) continue
    io.err(
      `Note: answers of ${name} were read by version ${reader} of its reader, and are read by version ${now} here: ` +
        'what is read another way is listed. Run again to have a run that was read by this version.\n',
    )
  }
  const differences = [
    ...rescoreRun(observations, tasks, perturbations),
    ...passedOverDifferences(run.evidence.claims, tasks, perturbations),
  ]
  if (differences.length > 0) return differences
  const read = observations.filter(({ raw }) => raw !== null).length
  io.err(`Rescored: answers and scores follow from ${read} raw texts.\n`)
  return []
}
