import {
  levelsOf,
  type ClaimResult,
  type Comparison,
  type EarlierAnswers,
  type GateCircumstances,
  type ReleaseInfo,
  type RunAttempt,
  type RunContext,
  type RunUsage,
  type TookOf,
  type Waiver,
} from '../../core/types/index.ts'
import { relative } from 'node:path'
import { compareWithBaseline, pairCells, type Whereabouts } from '../../core/compare/index.ts'
import {
  FIRST_READER,
  answeredOtherwise,
  askedOfOthers,
  earlierDoubt,
  gateVerdict,
  manifestChanges,
  mixedAnswerers,
  newAttemptRemark,
  readerChange,
  sameAsAccepted,
  staleness,
  tooFewAnswers,
} from '../../core/gate/index.ts'
import { compareText } from '../../core/text/index.ts'
import { baselineLookup, type RunDraft, type StoredBaseline } from '../../runs/index.ts'
import { gatingClaims } from '../session/baseline.ts'
import type { SessionState } from '../session/sessionState.ts'
import { alphaRemark, attemptDoubt, countedAttempt, runAttempt } from './attempt.ts'
import { allObservations, askedTasks, type CollectedClaim, uniqueTitles } from './collectedClaims.ts'
import { goneTitles, partialRun, skippedClaims, skippedUnknown, unknownSeen, waiverFindings } from './doubts.ts'
import { ledgerLoss, sessionEarlierGates } from './earlierAttempts.ts'
import { knownProbes, lineOf, provenance, type Surroundings } from './provenance.ts'
import { shardExitCode, type TestTally } from './tallyTests.ts'

/** The largest share of cells without an answer with which a claim may pass the gate, where the config sets none. */
const MAX_NON_ANSWERS = 0.5

/** The parts that a run is built from. */
export interface RunParts {
  readonly collected: readonly CollectedClaim[]
  readonly tests: TestTally
  readonly startedAt: Date
  readonly surroundings: Surroundings
  readonly calls: RunContext['calls']
  /** The tokens, money and time that the calls took; `null` where none was made. */
  readonly usage?: RunUsage | null
  /** The unpinned answers of an earlier invocation that this one used; `null` where it used none. */
  readonly earlierAnswers?: EarlierAnswers | null
  /** Gives what the call behind a key took. */
  readonly took?: TookOf
  /** Remarks about recorded answers, a sentence each: lines that were dropped, answers that were replaced. */
  readonly answers?: readonly string[]
  /** The reason why a merge of shards has only a part of the suites, and what else leaves the verdict open. */
  readonly merged?: { readonly partial: string | null; readonly doubts: readonly string[] }
  /** The ranges of the claims' plans that were merged. */
  readonly ranges?: RunContext['ranges']
}

/** Turns collected claims into a run: evidence that is the same for the same seed, data and answers, and its context. */
export async function buildRun(
  session: SessionState,
  { collected, tests, startedAt, surroundings, calls, earlierAnswers, usage, merged, ranges, answers = [] }: RunParts,
): Promise<RunDraft> {
  const { stored, options, claimsPlanned, waivers, shard } = session
  const claims = uniqueTitles(collected.map(({ result }) => result)).toSorted((a, b) => compareText(a.title, b.title))
  const extra = gatingClaims(
    claims.map(({ id, title, spec, waived }) => ({ id: waived?.of ?? id, title, advisory: spec.advisory })),
  )
  const partial = merged?.partial ?? partialRun(session)
  const waiving = waiverFindings(
    waivers && { ...waivers, holding: waivers.holding.filter((waiver) => !isRefused(waiver, tests)) },
    claims,
    partial !== null,
    stored?.baseline.claims,
  )
  const usageErrors = [...tests.usageErrors, ...waiving.errors]
  const isGone = goneTitles(session, tests, partial)
  const { renamed, changes, missing } = manifestChanges(stored?.baseline.claims ?? [], claims, isGone)
  if (claimsPlanned.from === 'default' && extra.length > claimsPlanned.count) {
    usageErrors.push(
      `${extra.length} gating claims ran, but the error rate of "fail" was shared among ${claimsPlanned.count} ` +
        `(the default without a baseline); accept a baseline: npx vitest-robustness baseline accept`,
    )
  }
  const observations = allObservations(collected)
  const maxNonAnswers = options.maxNonAnswers ?? MAX_NON_ANSWERS
  const releases = releasesOf(collected)
  const candidate = collected.find(({ about }) => about.release.name === options.candidate)?.about.release
  const earlier = candidate ? await sessionEarlierGates(session, candidate, claims, process.env) : null
  const loss = await ledgerLoss(session, process.env)
  const faults = [...tests.endpointErrors.map((message) => `Endpoint: ${message}`), ...tests.faults]
  const doubts = [
    ...mixedAnswerers(observations),
    ...tooFewAnswers(claims, maxNonAnswers),
    ...(merged?.doubts ?? []),
    ...[
      askedOfOthers(claims, { name: options.candidate }),
      candidate && attemptDoubt(session, { candidate, claims, partial }),
      candidate && earlier && earlierDoubt(earlier.gates, candidate),
      loss.doubt,
    ].filter((doubt) => typeof doubt === 'string'),
  ]
  const circumstances: GateCircumstances = {
    ordinaryFailures: tests.ordinaryFailures,
    usageErrors,
    partial,
    faults,
    doubts: [
      ...doubts,
      ...(partial === null ? skippedClaims(missing, tests.skippedTests) : []),
      ...(partial === null && stored === null ? skippedUnknown(tests.skippedTests) : []),
    ],
    remarks: [
      ...waiving.remarks,
      ...[
        earlier && newAttemptRemark(earlier.gates),
        alphaRemark(session),
        candidate ? sameAsAccepted(candidate, stored?.baseline.release ?? null) : null,
      ].filter((remark) => remark !== null),
      ...loss.remarks,
      ...renamed.map(({ from, to }) => `Renamed, the same claim by content: "${from}" is "${to}" now.`),
      ...answeredOtherwise(observations, releases),
    ],
    maxNonAnswers,
  }
  const gate = gateVerdict({
    claims,
    missing: missing.map(({ title }) => title),
    empty: claims.length === 0,
    changes,
    ...circumstances,
    ...(options.policy && { policy: options.policy }),
  })
  const stale = stored && staleness(ageOf(session, stored), options.staleAfterDays)
  if (stale) session.vitest.logger.warn(`vitest-robustness: ${stale}`)
  // Where only a part of the suites ran, the others may have these instructions.
  const strange = partial === null && missing.length === 0 ? unknownSeen(session.seen, collected) : null
  if (strange) session.vitest.logger.warn(`vitest-robustness: ${strange}`)
  const warnings = [stale, strange, ...answers].filter((text) => typeof text === 'string')
  const info = candidate ?? placeholderRelease(options.candidate)
  const attempt = candidate ? runAttempt(session, candidate, collected) : null
  const counted = countedAttempt(session, { attempt, candidate: info, claims, partial })
  const tasks = new Map(askedTasks(collected).map((task) => [task.name, task]))
  const others = [...releases.values()].filter(({ name }) => name !== info.name)
  return {
    evidence: {
      candidate: info,
      baseline: stored?.baseline.release ?? null,
      baselineId: stored?.id ?? null,
      seed: String(options.seed),
      mode: 'gate',
      ...levelsOf({ ...options, alpha: attempt?.alpha ?? options.alpha ?? 0.05 }),
      claimsPlanned,
      claims,
      missing: missing.map(({ title }) => title).toSorted(compareText),
      gate,
      tasks: [...tasks.values()].toSorted((a, b) => compareText(a.name, b.name)),
      circumstances,
      ...(others.length > 0 && { releases: others.toSorted((a, b) => compareText(a.name, b.name)) }),
      ...(attempt && { attempt }),
      ...(earlier &&
        (earlier.gates.gates.length > 0 || earlier.gates.newAttempt !== undefined) && {
          earlierGates: earlier.gates,
        }),
      ...(options.policy && { policy: options.policy }),
      ...(session.anchor && { anchor: { id: session.anchor.id, release: session.anchor.baseline.release } }),
      ...(shard && { shard: { index: shard.index, count: shard.count } }),
      ...(waivers && { waivers: { file: waivers.file, sha256: waivers.sha256, today: waivers.today } }),
      ...(renamed.length > 0 && { renamed }),
      ...(changes.length > 0 && { changes }),
      ...(stored && {
        comparison: runComparison(stored, options.candidate, claims, collected, attempt && (attempt.display ?? [])),
      }),
    },
    context: {
      ...provenance(session.vitest, surroundings),
      ...(await knownProbes(session)),
      startedAt: startedAt.toISOString(),
      ...lineOf(session),
      ...(stored && { baselineFolder: relative(session.vitest.config.root, stored.folder) }),
      durationMs: Date.now() - startedAt.getTime(),
      calls,
      ...(earlierAnswers && { earlierAnswers }),
      ...(usage && { usage }),
      ...(ranges && { ranges }),
      tests: { passed: tests.passed, failed: tests.failed, skipped: tests.skipped },
      exitCode: shard
        ? shardExitCode(claims, { ...tests, usageErrors }, [...faults, ...doubts])
        : (gate.exitUnderPolicy ?? gate.exitCode),
      ...(options.live === false && { live: false as const }),
      ...(earlier && !earlier.known && { earlierGatesUnknown: true as const }),
      ...(counted && { counted: { id: counted.id, attempt: counted.attempt } }),
      ...(warnings.length > 0 && { warnings }),
    },
  }
}

/**
 * Says whether a claim has refused the waiver already. It is then known whose waiver it is, although that claim never ran.
 */
function isRefused({ at }: Waiver, { usageErrors }: TestTally): boolean {
  return usageErrors.some((message) => message.startsWith(`${at.file}:${at.line}:`))
}

/** Returns all releases that a claim is about or whose roles name them, by name. */
function releasesOf(collected: readonly CollectedClaim[]): Map<string, ReleaseInfo> {
  const all = collected.flatMap(({ about }) => [about.release, ...(about.otherReleases ?? [])])
  return new Map(all.map((release) => [release.name, release]))
}

function ageOf({ today, ledger }: SessionState, { id, baseline }: StoredBaseline) {
  const attempts = ledger && ledger.entries.filter((entry) => entry.baseline === id).length
  return { acceptedOn: baseline.acceptedOn, today, attempts }
}

/** Makes the entry that stands in a run for a candidate that no claim asked. */
export function placeholderRelease(name: string): ReleaseInfo {
  return { name, model: 'never asked', revision: null, endpointKind: 'none', endpoint: '', format: '', parameters: {} }
}

/**
 * Compares the run with the baseline over all cells that this run asked; where attempts are counted, over those of the
 * display share alone. It leaves out tasks that changed or are read by another version of their reader.
 */
function runComparison(
  { baseline, cells }: StoredBaseline,
  candidate: string,
  claims: readonly ClaimResult[],
  collected: readonly CollectedClaim[],
  display: NonNullable<RunAttempt['display']> | null = null,
): Comparison {
  const same = new Set(
    collected
      .map(({ about }) => about.task)
      .filter(({ name, reader = FIRST_READER }) => readerChange({ name, reader }, baseline) === null)
      .flatMap(({ name, hash, grownFrom }) => (baseline.taskHashes[name] === (grownFrom ?? hash) ? [name] : [])),
  )
  const shown = display && new Map(display.map(({ task, groups }) => [task, new Set(groups)]))
  const observations = Iterator.from(allObservations(collected)).filter(
    ({ task, group }) => same.has(task) && (shown === null || shown.get(task)?.has(group)),
  )
  const where: Record<string, Whereabouts> = {}
  for (const { about } of collected) {
    if (!about.where) continue
    const known = where[about.task.name]
    where[about.task.name] = {
      families: { ...known?.families, ...about.where.families },
      slices: { ...known?.slices, ...about.where.slices },
    }
  }
  return compareWithBaseline({
    manifest: baseline.claims,
    claims,
    pairs: pairCells(observations, candidate, baselineLookup(cells)),
    where,
    fixed: false,
  })
}
