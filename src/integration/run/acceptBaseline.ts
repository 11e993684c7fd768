import { execFile } from 'node:child_process'
import { basename, relative } from 'node:path'
import { promisify } from 'node:util'
import { readVariable } from '../../core/environment/index.ts'
import { isLoosening, manifestChanges } from '../../core/gate/index.ts'
import { changesInWords, sinceInWords } from '../../core/wording/index.ts'
import { counted } from '../../core/text/index.ts'
import type {
  BaselineCell,
  Baseline,
  ClaimRecord,
  EarlierAnswers,
  ManifestClaim,
  Observation,
  ReleaseInfo,
} from '../../core/types/index.ts'
import {
  archiveBaseline,
  baselineCell,
  lastGate,
  readBaseline,
  readHistory,
  writeBaseline,
  writeGenerations,
  writeHistory,
} from '../../runs/index.ts'
import type { ExitCode } from '../session/exitGuard.ts'
import type { SessionState } from '../session/sessionState.ts'
import { allObservations, type CollectedClaim, uniqueTitles } from './collectedClaims.ts'
import { partialRun } from './doubts.ts'
import type { TestTally } from './tallyTests.ts'

/** The outcome of a run that is to be accepted. */
interface AcceptParts {
  readonly collected: readonly CollectedClaim<ClaimRecord>[]
  readonly tests: TestTally
  /** The unpinned answers of an earlier invocation, broken off, that this one used; `null` where it used none. */
  readonly earlierAnswers: EarlierAnswers | null
}

/** Ends a measure run: writes the cells that were asked as the accepted baseline. Returns the exit code. */
export async function acceptBaseline(
  session: SessionState,
  { collected, tests, earlierAnswers }: AcceptParts,
): Promise<ExitCode> {
  const { vitest, options, baselineFolder, seen, stored, today, lineages } = session
  const refuse = (why: string, code: ExitCode): ExitCode => {
    vitest.logger.error(`Baseline not accepted: ${why}`)
    return code
  }
  if (baselineFolder === null) throw new Error('a config without a folder is refused before anything is asked')
  if (tests.usageErrors.length > 0) return refuse(tests.usageErrors.join('; '), 2)
  if (tests.ordinaryFailures > 0) return refuse('tests failed, so the evidence is not whole', 1)
  const broken = [...tests.endpointErrors, ...tests.faults]
  if (broken.length > 0) return refuse(`the evidence is not whole: ${broken.join('; ')}`, 3)
  if (tests.failed > 0) return refuse('tests failed, so the evidence is not whole', 1)
  const partial = partialRun(session)
  if (partial) return refuse(`only part of the suites ran: ${partial}`, 3)
  // A claim may be about another release than the one to accept: its cells are not that release's.
  const own = collected.filter(({ about }) => about.release.name === options.candidate)
  const [first] = own
  if (!first) return refuse('no claim ran, so there is nothing to accept', 2)
  const line = options.line ?? basename(baselineFolder)
  const manifest = stored?.baseline.claims ?? []
  const { changes } = manifestChanges(
    manifest,
    collected.map(({ result }) => result),
    // A claim that was not collected will not be in the baseline, whatever became of its test.
    () => true,
  )
  for (const sentence of changesInWords(changes)) vitest.logger.log(sentence)
  const reason = (readVariable(process.env, 'loosen') ?? readVariable(process.env, 'force') ?? '').trim()
  if (changes.some(isLoosening) && reason === '')
    return refuse(
      'the suites ask for less than the present baseline, as named above. Put back what was accepted, or say why it may go: --loosen "reason"',
      3,
    )
  const acceptance = await acceptanceOf(session, first.about.release, process.env)
  if (acceptance.refused) return refuse(acceptance.refused.why, acceptance.refused.exitCode)
  const observations = allObservations(own)
  const errors = Iterator.from(observations)
    .filter(({ outcome }) => outcome === 'error')
    .toArray()
  if (errors.length > 0)
    return refuse(
      `${errors.length} of ${observations.length} cells ended in an error (${errors[0]?.reason}); run again`,
      3,
    )
  const cells = new Map<string, BaselineCell>()
  for (const observation of observations) cells.set(cellKey(observation), baselineCell(observation))
  const history = await readHistory(baselineFolder)
  if (stored) await archiveBaseline(stored)
  const written = await writeBaseline(
    baselineFolder,
    {
      schema: 1,
      line,
      release: first.about.release,
      acceptedOn: today,
      seen: (seen ?? []).toSorted(),
      taskHashes: Object.fromEntries(
        collected.map(({ about }) => [about.task.name, about.task.grownFrom ?? about.task.hash]),
      ),
      readers: Object.fromEntries(
        collected.flatMap(({ about: { task } }) => (task.reader === undefined ? [] : [[task.name, task.reader]])),
      ),
      generations: Object.fromEntries([...lineages].map(([task, { generations }]) => [task, generations.length])),
      claims: uniqueTitles(collected.map(({ result }) => result))
        .map(({ id, title, spec }) => acceptance.withVerdict({ id, title, advisory: spec.advisory, accepted: spec }))
        .toSorted((a, b) => (a.title < b.title ? -1 : 1)),
      sources: Object.fromEntries(collected.map(({ about }) => [about.task.name, about.task.sources])),
      ...(acceptance.gate && { gate: acceptance.gate }),
    },
    [...cells.values()],
  )
  await writeGenerations(baselineFolder, [...lineages.values()], 'accepted')
  const accepted = await readBaseline(baselineFolder)
  const signed = history.some(({ id }) => id === accepted?.id)
  if (accepted && (accepted.id !== stored?.id || !signed)) {
    const why = acceptance.gate?.forced ?? reason
    const signature = {
      ...(await acceptedBy(vitest.config.root, process.env)),
      ...(why !== '' && { reason: why }),
    }
    await writeHistory(accepted, 'accepted', signature, history)
  }
  vitest.logger.log(
    `Accepted ${first.about.release.name} as the baseline of line "${written.baseline.line}": ` +
      `${counted(cells.size, 'cell')}, ${counted(collected.length, 'claim')}, ${(written.bytes / 1024).toFixed(1)} KiB in ${relative(vitest.config.root, written.folder)}. Commit that folder.` +
      (acceptance.gate ? '' : ` No gate run of ${first.about.release.name} was found: nothing says that it may ship.`),
  )
  if (earlierAnswers)
    vitest.logger.warn(
      `vitest-robustness: ${counted(earlierAnswers.count, 'answer')} in this baseline came from an earlier acceptance that was broken off ` +
        `(the last at ${sinceInWords(earlierAnswers.until)}), and no revision pins the release. ` +
        'If another model is served since, accept again: that asks every cell again.',
    )
  return 0
}

function cellKey({ task, example, variant, trial }: Observation): string {
  return `${task}/${example}/${variant}/${trial}`
}

/**
 * The decision whether a release may become the baseline, which its own last gate makes, and the record of that gate.
 */
interface Acceptance {
  /** The reason why it may not, with the exit code; `null` if it may. */
  readonly refused: { readonly why: string; readonly exitCode: 1 | 3 } | null
  readonly gate: Baseline['gate'] | null
  /** Adds to a claim of the manifest how that gate decided it. */
  readonly withVerdict: (claim: ManifestClaim) => ManifestClaim
}

/**
 * Looks for the release's last gate run against the present baseline. One that failed or stayed open forbids
 * acceptance, unless the user gives a reason (`--force`). Without any run nothing forbids it.
 */
async function acceptanceOf(
  { folder, stored }: Pick<SessionState, 'folder' | 'stored'>,
  release: ReleaseInfo,
  env: NodeJS.ProcessEnv,
): Promise<Acceptance> {
  const found = await lastGate(folder, release, stored?.id ?? null)
  if (found === null) return { refused: null, gate: null, withVerdict: (claim) => claim }
  const { gate, claims } = found.evidence
  const forced = (readVariable(env, 'force') ?? '').trim()
  const why =
    `the last gate of ${release.name} (${found.run}) ${gate.verdict === 'fail' ? 'failed' : 'was not decided'}: ` +
    `${gate.reasons[0] ?? ''} Repair it, or accept it all the same with a reason: --force "reason"`
  // Changed claims are accepted or refused by themselves: that they held the gate open is no reason against the release.
  const passes = gate.verdict === 'pass' || gate.onceAccepted === 'pass'
  return {
    refused: passes || forced !== '' ? null : { why, exitCode: gate.verdict === 'fail' ? 1 : 3 },
    gate: { run: found.run, verdict: gate.verdict, ...(!passes && forced !== '' && { forced }) },
    withVerdict: (claim) => {
      const decided = claims.find(({ id, waived }) => (waived?.of ?? id) === claim.id)
      return decided ? { ...claim, verdict: decided.verdict, interval: decided.interval } : claim
    },
  }
}

/**
 * Returns the name of the person who accepts: as the user says (`--by`), else git's user name; nothing where there is
 * neither.
 */
async function acceptedBy(root: string, env: NodeJS.ProcessEnv): Promise<{ readonly by?: string }> {
  const said = (readVariable(env, 'by') ?? '').trim()
  if (said !== '') return { by: said }
  const asked = await promisify(execFile)('git', ['config', 'user.name'], { cwd: root }).catch(() => null)
  const name = asked?.stdout.trim() ?? ''
  return name === '' ? {} : { by: name }
}
