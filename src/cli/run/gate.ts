import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { VARIABLES, writeVariables } from '../../core/environment/index.ts'
import { UsageError } from '../../core/types/index.ts'
import type { GateReceipt } from '../../integration/session/exitGuard.ts'
import { collectOften } from '../../host/v8Settings.ts'
import { type CliIo, type Command, parseCall } from '../common/command.ts'
import { notReached, spawnVitest } from '../common/spawnVitest.ts'
import { gateLogs } from '../logs/gateLogs.ts'
import { printRun } from '../report/printRun.ts'

const LOG_OPTIONS: Command['options'] = {
  baseline: { type: 'string', value: 'log', describe: 'recorded log of the accepted release, or a folder of logs' },
  candidate: { type: 'string', value: 'log', describe: 'recorded log of the release that may ship, or a folder' },
  by: { type: 'string', value: 'number', describe: 'most that the mean score may be worse; default 0.02' },
  'max-flip-rate': { type: 'string', value: 'rate', describe: 'also: most answers that change from prompt to prompt' },
  score: {
    type: 'string',
    value: 'name',
    multiple: true,
    describe: 'which score of the logs (task=name of one task); exact-match compares answer and gold',
  },
  columns: {
    type: 'string',
    value: 'what=column,…',
    describe: 'what the columns of a plain log hold, e.g. answer=label_pred,gold=label_true',
  },
  population: {
    type: 'string',
    value: 'source',
    describe: 'what is judged: where the examples come from (source, default), or these alone (dataset)',
  },
  alpha: { type: 'string', value: 'number', describe: 'chance at most of a wrong verdict; default 0.05' },
  seed: { type: 'string', value: 'text', describe: 'seed of the order of examples; default 0' },
  'max-missing': {
    type: 'string',
    value: 'share',
    describe: 'most of what was asked that one log may lack, up to 0.01 (default)',
  },
  format: { type: 'string', short: 'f', value: 'name', describe: 'how the report is printed; default terminal' },
  output: { type: 'string', short: 'o', value: 'file', describe: 'write the report to a file' },
}

/** Runs the suites, or compares two logs; the exit code is the gate's. */
export const gate: Command = {
  name: 'gate',
  summary: 'run the suites and decide, or decide on two recorded logs',
  takes: '[arguments of vitest run]',
  help: [
    'Exit code 0: a run folder was written, and the release may ship. 1: a claim or a test fails. 2: usage or configuration.',
    '3: not decided, or the machinery broke. Where nothing ran it is 3: a gate of nothing shows nothing.',
    'All arguments but --record-attempt and --new-attempt go to vitest. The first writes the attempt into the ledger beside',
    'the baseline: the k-th attempt at a baseline is tested at 6α/(π²k²), so that trying again and again gains nothing.',
    'Without a ledger a pass after a gate of the same revision that did not pass under another seed is not decided (3),',
    'unless --new-attempt "reason" says why it is no second draw; every report shows the reason.',
    `Choose the release with ${VARIABLES.release}, replay with ${VARIABLES.seed}.`,
    '',
    `  ${VARIABLES.release}=v2 npx vitest-robustness gate suites`,
    '',
    'With --baseline and --candidate it decides on two recorded logs instead, without a suite: JSONL of',
    'lm-evaluation-harness (--log_samples), inspect_ai (.eval or JSON), promptfoo (JSON), plain JSONL or CSV with example,',
    'score or answer and gold. file#model takes the answers of one model. The claim: the candidate is at most --by worse on',
    'the examples that both logs hold, by the one score that their tool declares; --score names another. What one of them',
    'lacks is left out and named, and with more than 1% left out nothing passes; an answer without a score counts neither',
    'as right nor as wrong. Two folders of logs are gated task by task, each a claim. The run folder is an ordinary one:',
    'report --verify recomputes it.',
    '',
    '  npx vitest-robustness gate --baseline v1.jsonl --candidate v2.jsonl --by 0.02',
  ],
  options: LOG_OPTIONS,
  most: Infinity,
  raw: true,
  run: async ({ positionals }, io) => {
    if (positionals.some(isLog)) return onLogs(positionals, io)
    return onSuites(positionals, io)
  },
}

/** Takes `--new-attempt reason` out of the arguments. Throws `UsageError` for one without a reason. */
function withoutReason(args: readonly string[]): { readonly reason: string | null; readonly rest: readonly string[] } {
  const at = args.findIndex((argument) => argument === NEW_ATTEMPT || argument.startsWith(`${NEW_ATTEMPT}=`))
  if (at < 0) return { reason: null, rest: args }
  const inline = args[at]!.startsWith(`${NEW_ATTEMPT}=`)
  const reason = (inline ? args[at]!.slice(NEW_ATTEMPT.length + 1) : (args[at + 1] ?? '')).trim()
  if (reason === '' || reason.startsWith('--'))
    throw new UsageError(
      `gate ${NEW_ATTEMPT}: give the reason, which every report shows: ${NEW_ATTEMPT} "fresh examples"`,
    )
  return { reason, rest: args.toSpliced(at, inline ? 1 : 2) }
}

const NEW_ATTEMPT = '--new-attempt'

const RECORD = '--record-attempt'

/** The options of vitest that a gate refuses, because it would look at nothing, or at a part, and pass. */
const REFUSED: readonly (readonly [option: RegExp, why: string])[] = [
  [
    /^--pass-?with-?no-?tests(?:=(?!false$)|$)/i,
    'a gate of nothing shows nothing; leave --passWithNoTests to runs of ordinary tests',
  ],
  [
    /^--changed(?:=(?!false$)|$)/,
    'data sets, instructions, baselines and releases are no imports of a suite, so --changed leaves suites out that they decide; a gate runs all',
  ],
  [/^(?:--watch(?:=(?!false$)|$)|-w$)/, 'a gate comes to an end; to watch: npx vitest'],
  [/^--shard(?:=|$)/, 'a shard decides nothing: npx vitest run --shard=1/3 --reporter=blob, then gate --merge-reports'],
  [
    /^--table(?:=|$)/,
    'a table of accuracies holds no single answers, so no release can be decided on by it: npx vitest-robustness compare --table ' +
      'shows what follows from it',
  ],
  [/^(?:--version|-v)$/, 'a gate runs the suites; versions: npx vitest-robustness --version, npx vitest --version'],
]

function refuseArgument(argument: string): void {
  const refused = REFUSED.find(([option]) => option.test(argument))
  if (refused) throw new UsageError(`gate ${argument}: ${refused[1]}`)
}

/** Runs the suites. Ends with 0 only where vitest's plugin says that it wrote a run whose gate let the release through. */
async function onSuites(args: readonly string[], io: CliIo): Promise<number> {
  const { reason, rest } = withoutReason(args.filter((argument) => argument !== RECORD))
  for (const argument of rest) refuseArgument(argument)
  const folder = await mkdtemp(join(tmpdir(), 'vitest-robustness-gate-'))
  try {
    const file = join(folder, 'receipt.json')
    const variables = writeVariables({
      mode: 'gate',
      gate: file,
      ledger: args.includes(RECORD) ? 'record' : undefined,
      newAttempt: reason ?? undefined,
    })
    const code = await spawnVitest(rest, variables, io)
    const text = await readFile(file, 'utf8').catch(() => null)
    const { exitCode, line } = endOfGate(code, text === null ? null : (JSON.parse(text) as GateReceipt))
    if (line !== null) io.err(`${line}\n`)
    return exitCode
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Gives the exit code of the command from that of vitest and the receipt that the plugin left, which is `null` where
 * the plugin was not reached.
 */
export function endOfGate(
  code: number,
  receipt: GateReceipt | null,
): { readonly exitCode: number; readonly line: string | null } {
  if (code > 3) return { exitCode: 3, line: `gate: exit code 3: vitest was stopped (${code}), so nothing was decided.` }
  if (receipt === null && code < 2) return { exitCode: 2, line: notReached('gate') }
  if (code === 0 && (receipt?.gate ?? null) === null)
    return { exitCode: 3, line: 'gate: exit code 3: no run was written. Nothing ran, so nothing is shown.' }
  // A reporter or a config of the project may end the process with 0 after the gate has decided.
  if (code === 0 && receipt !== null && receipt.exitCode !== 0)
    return {
      exitCode: receipt.exitCode,
      line: `gate: exit code ${receipt.exitCode}: vitest was ended with 0 after the gate had decided; a reporter or the config of this project does that.`,
    }
  return { exitCode: code, line: null }
}

function isLog(argument: string): boolean {
  return /^--(?:baseline|candidate)(?:=|$)/.test(argument)
}

async function onLogs(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseCall({ ...gate, raw: false, takes: 'two logs and options', most: 0 }, args)
  collectOften()
  const stored = await gateLogs(values, io)
  await printRun(stored, values, io)
  io.err(`Run: ${relative(io.cwd, stored.folder)}\n`)
  return stored.run.evidence.gate.exitCode
}
