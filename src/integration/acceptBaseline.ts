import { counted } from '../core/report/index.ts'
import { basename, relative } from 'node:path'
import { changesInWords, isLoosening, manifestChanges } from '../core/gate/index.ts'
import type { Observation } from '../core/words/index.ts'
import {
  archiveBaseline,
  baselineCell,
  readBaseline,
  readHistory,
  writeBaseline,
  writeGenerations,
  writeHistory,
} from '../runs/index.ts'
import { acceptanceOf, acceptedBy } from './acceptanceOf.ts'
import type { CollectedClaim } from './collector.ts'
import { partialRun } from './partialRun.ts'
import type { ExitCode } from './run/endOfInvocation.ts'
import type { SessionState } from './sessionState.ts'
import type { TestTally } from './tallyTests.ts'
import { uniqueTitles } from './uniqueTitles.ts'

/** The end of a measure run: writes what was asked as the accepted baseline. Returns the exit code. */
export async function acceptBaseline(
  session: SessionState,
  collected: readonly CollectedClaim[],
  tests: TestTally,
): Promise<ExitCode> {
  const { vitest, options, baselineFolder, seen, stored, today, lineages } = session
  const refuse = (why: string, code: ExitCode): ExitCode => {
    vitest.logger.error(`Baseline not accepted: ${why}`)
    return code
  }
  if (tests.usageErrors.length > 0) return refuse(tests.usageErrors.join('; '), 2)
  if (baselineFolder === null)
    return refuse(`the config names no folder for it; add baseline: 'baselines/<line>' to robustness({ … })`, 2)
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
  if (stored && stored.baseline.line !== line) {
    const folder = relative(vitest.config.root, baselineFolder)
    return refuse(
      `${folder} holds the baseline of line "${stored.baseline.line}", this is "${line}": name another folder`,
      2,
    )
  }
  const manifest = stored?.baseline.claims ?? []
  const { changes } = manifestChanges(
    manifest,
    collected.map(({ result }) => result),
    // What is not collected will be in no baseline, whatever became of its test.
    () => true,
  )
  for (const sentence of changesInWords(changes)) vitest.logger.log(sentence)
  const reason = (process.env['ROBUSTNESS_LOOSEN'] || process.env['ROBUSTNESS_FORCE'] || '').trim()
  if (changes.some(isLoosening) && reason === '')
    return refuse(
      'the suites ask for less than the present baseline, as named above. Put back what was accepted, or say why it may go: --loosen "reason"',
      3,
    )
  const acceptance = await acceptanceOf(session, first.about.release, process.env)
  if (acceptance.refused) return refuse(acceptance.refused.why, acceptance.refused.exitCode)
  const observations = own.flatMap((claim) => claim.observations)
  const errors = observations.filter(({ outcome }) => outcome === 'error')
  if (errors.length > 0)
    return refuse(
      `${errors.length} of ${observations.length} cells ended in an error (${errors[0]?.reason}); run again`,
      3,
    )
  const cells = new Map(observations.map((observation) => [cellKey(observation), baselineCell(observation)]))
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
  return 0
}

function cellKey({ task, example, variant, trial }: Observation): string {
  return `${task}/${example}/${variant}/${trial}`
}
