import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { FIRST_READER } from '../../core/gate/index.ts'
import { evidenceHash } from '../../core/hash/index.ts'
import { counted, visible, messageOf } from '../../core/text/index.ts'
import { UsageError, type LedgerEntry } from '../../core/types/index.ts'
import { loadRunTask, suiteJudge } from '../../logs/loadRunTask.ts'
import { findAccepted, readLedger, runOfHash, type StoredRun } from '../../runs/index.ts'
import { checkAttestations, passedOverDifferences, rescoreRun, verifyRun } from '../../verify/index.ts'
import { collectOften } from '../../host/v8Settings.ts'
import type { Command, CommandCall, CliIo } from '../common/command.ts'
import { baselineFolders, openRun } from '../common/openStored.ts'
import { version } from '../common/version.ts'
import { workingFolder } from '../common/workingFolder.ts'
import { loadKinds, type Kinds } from './loadKinds.ts'
import { printRun } from './printRun.ts'

/** The pattern of a hash as reports print it, or of its first digits. */
const HASH = /^(?:sha256:)?[0-9a-f]{8,64}$/

/** The least number of digits of a hash. For fewer digits somebody could make a run that fits. */
const LEAST_DIGITS = 16

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
    '  npx vitest-robustness report --verify 3f9a0c11d2e4aabb   is this comment about a run that is here?',
    '  npx vitest-robustness report --format html --output report.html',
    '  npx vitest-robustness report --format markdown --no-context --output comment.md',
    '',
    'For CI: github prints annotations, and appends the report to $GITHUB_STEP_SUMMARY where that is set; gitlab is a Code',
    'Quality report; openmetrics is for what keeps figures. docs/export.md has recipes for Bencher and model cards.',
    '',
    '  npx vitest-robustness report --format gitlab --output gl-code-quality-report.json',
  ],
  options: {
    format: {
      type: 'string',
      short: 'f',
      value: 'name',
      describe: 'terminal (default), json, evidence, markdown, html, github, gitlab or openmetrics',
    },
    output: { type: 'string', short: 'o', value: 'file', describe: 'write to a file' },
    trend: { type: 'boolean', describe: 'show the claims of earlier runs beside this one too (html)' },
    verify: {
      type: 'string',
      value: 'evidence hash',
      valueLike: HASH,
      describe:
        'recompute everything from the scores, and hold a report that names the hash against the run; differences are named, exit code 1',
    },
    baseline: { type: 'string', value: 'folder', describe: 'with --verify: where the accepted evidence is' },
    attestation: {
      type: 'string',
      value: 'bundle',
      describe: 'with --verify and --key: what a CI signed must be this evidence (Sigstore bundle or DSSE envelope)',
    },
    key: { type: 'string', value: 'file', describe: 'with --attestation: the public key, in PEM' },
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
    const verify = textOf(values['verify'])
    const hash = verify && readHash(verify)
    const looked = verify !== undefined || Boolean(values['rescore']) || values['format'] === 'html'
    if (looked) collectOften()
    const named = positionals[0] ?? (hash ? await runOfHash(workingFolder(io), hash) : null)
    const stored = await openRun(io, named ?? undefined, looked)
    await printRun(stored, values, io)
    const kinds = await loadKinds(io.cwd, textOf(values['with']))
    const differences = [
      ...(hash ? otherHash(stored, hash) : []),
      ...(await unattested(stored, values, io)),
      ...(verify === undefined ? [] : await verified(stored, kinds, textOf(values['baseline']), io)),
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

function readHash(text: string): string {
  const digits = text.replace(/^sha256:/, '')
  if (text === '' || (HASH.test(text) && digits.length >= LEAST_DIGITS)) return digits
  throw new UsageError(
    `--verify ${text}: give the evidence hash as the report prints it, at least its first ${LEAST_DIGITS} digits`,
  )
}

function otherHash({ run, folder }: StoredRun, hash: string): string[] {
  const own = evidenceHash(run)
  if (own.startsWith(hash)) return []
  return [`the report names the evidence ${hash}, ${folder} holds ${own}: they are not of one run, or one was changed`]
}

/** Says why no attestation of the file is about this evidence; nothing where one is, or none was given. */
async function unattested({ run }: StoredRun, values: CommandCall['values'], io: CliIo): Promise<readonly string[]> {
  const [file, key] = [textOf(values['attestation']), textOf(values['key'])]
  if (file === undefined && key === undefined) return []
  if (file === undefined || key === undefined || values['verify'] === undefined)
    throw new UsageError(
      '--attestation goes with --verify and --key: report --verify --attestation bundle.json --key cosign.pub',
    )
  const found = checkAttestations(await textOfFile(file, io), file, evidenceHash(run), await textOfFile(key, io))
  if (!('predicateType' in found)) return found
  io.err(
    `Attested: ${file} is signed by the key of ${key}, and names this evidence (${visible(found.predicateType)}).\n`,
  )
  return []
}

async function textOfFile(file: string, { cwd }: CliIo): Promise<string> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((error: unknown) => {
    throw new UsageError(`${file}: ${messageOf(error)}`)
  })
  return text
}

async function verified(
  { run, observations }: StoredRun,
  kinds: Kinds,
  given: string | undefined,
  io: CliIo,
): Promise<string[]> {
  const { evidence, context } = run
  const places = given === undefined ? [context.baselineFolder ?? [], await baselineFolders(io.cwd)].flat() : [given]
  const folders = places.map((place) => resolve(io.cwd, place))
  const find = (id: string | null | undefined) => (id ? findAccepted(id, folders) : null)
  const isOfLogs = evidence.claimsPlanned.from === 'command line'
  const accepted = {
    baseline: isOfLogs ? null : await find(evidence.baselineId),
    anchor: await find(evidence.anchor?.id),
    ledger: await ledgerIn(folders, evidence.baselineId),
  }
  const differences = verifyRun(run, observations, { ...kinds, ...accepted, version: await version() })
  if (differences.length > 0) return differences
  const manifest = accepted.baseline ? `, and no claim of ${evidence.baselineId} is missing unsaid` : ''
  io.err(
    `Verified: ${counted(evidence.claims.length, 'claim')} and the gate follow from ${counted(observations.length, 'observation')}${manifest}.\n` +
      `Evidence: sha256:${evidenceHash(run)}\n`,
  )
  return []
}

/** Reads the ledger that counts attempts at a baseline, where one stands beside it. */
async function ledgerIn(folders: readonly string[], id: string | null): Promise<readonly LedgerEntry[] | null> {
  for (const folder of folders) {
    const entries = await readLedger(join(folder, 'ledger.jsonl'))
    if (entries?.some(({ baseline }) => baseline === id)) return entries
  }
  return null
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
  for (const task of run.evidence.tasks) {
    const judge = suiteJudge(task)
    if (judge === null) continue
    io.err(
      `Note: answers of ${task.name} are judged by ${judge}, and a run holds no functions: a score is checked only where the answer ` +
        'is the reference itself, and every other one is taken as it was recorded.\n',
    )
  }
  const differences = [
    ...rescoreRun(observations, tasks, perturbations),
    ...passedOverDifferences(run.evidence.claims, tasks, perturbations),
  ]
  if (differences.length > 0) return differences
  const read = observations.filter(({ raw }) => raw !== null).length
  const taken = run.evidence.tasks.flatMap((task) => (suiteJudge(task) === null ? [] : [task.name]))
  const scores = taken.length === 0 ? 'scores' : `scores (but for those of ${taken.join(', ')} taken as recorded)`
  io.err(`Rescored: answers and ${scores} follow from ${read} raw texts.\n`)
  return []
}
