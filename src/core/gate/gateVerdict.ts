import { counted, formatLimit } from '../text/figures.ts'
import type { ClaimChange, ClaimResult, GatePolicy, GateResult, Verdict } from '../types/index.ts'
import { changesInWords, isLoosening } from './manifestChanges.ts'
import { partialReason, titlesInQuotes } from '../wording/gateReasons.ts'

/** What the gate looks at. */
export interface GateInput {
  readonly claims: readonly ClaimResult[]
  /** Titles of manifest claims that gate and that this run did not decide. */
  readonly missing: readonly string[]
  /** Tests that failed, and files that did not load, for reasons other than a claim's verdict. */
  readonly ordinaryFailures: number
  /** Messages of usage and configuration errors. */
  readonly usageErrors: readonly string[]
  /** Nothing ran. */
  readonly empty: boolean
  /** Why only part of the suites ran (a filter, a shard), or `null`. */
  readonly partial: string | null
  /** What else leaves the question open, one sentence each, e.g. that several models answered. */
  readonly doubts?: readonly string[]
  /** What kept models from answering at all, one sentence each: an endpoint that refuses, a disk that is full. */
  readonly faults?: readonly string[]
  /** How the suites' claims differ from the accepted ones. */
  readonly changes?: readonly ClaimChange[]
  /** What changes nothing and must be seen, one sentence each. */
  readonly remarks?: readonly string[]
  /** What the config excuses. It changes what the process ends with, never the verdict. */
  readonly policy?: GatePolicy
}

interface Finding {
  readonly exitCode: 1 | 2 | 3
  readonly reason: string
  /** The policies that excuse it. */
  readonly excusedBy?: readonly (keyof GatePolicy)[]
  /** Whether it goes once a baseline is accepted with the changed claims. */
  readonly untilAccepted?: true
}

/** Largest share of a claim's cells that may end in an error if a policy is to excuse anything. */
const MOST_ERRORS = 0.05

const ACCEPT = 'npx vitest-robustness baseline accept --release <name> --loosen "reason"'

/** The order in which exit codes win. */
const PRECEDENCE = [2, 1, 3] as const

/**
 * May it ship? `pass` (0) only if every gating claim passes and nothing is amiss: then, by intersection–union, the
 * chance of shipping a release that breaks a claim is at most α. Exit code 2 for usage errors, 1 for a claim or a test
 * that fails, 3 for whatever leaves the question open; of several, 2 wins over 1 over 3.
 */
export function gateVerdict(input: GateInput): GateResult {
  const gating = input.claims.filter((claim) => !claim.spec.advisory)
  const found = findings(input, gating)
  const changes = input.changes ?? []
  const remarks = [
    ...remarksOn(input.claims, gating),
    ...changesInWords(changes.filter((change) => !isLoosening(change))),
    ...(input.remarks ?? []),
  ]
  const exitCode = strongest(found)
  const { first, last, exit } = underPolicy(found, input, gating)
  if (exitCode === 0) {
    const passed = gating.filter((claim) => claim.verdict === 'pass')
    const summary =
      passed.length === 1
        ? `The gating claim ${titlesInQuotes(passed)} passes.`
        : `All ${passed.length} gating claims pass.`
    return { verdict: 'pass', exitCode: 0, ...exit, reasons: [summary, ...last, ...remarks] }
  }
  const reasons = PRECEDENCE.flatMap((code) => found.filter((finding) => finding.exitCode === code))
  const kept = found.filter(({ untilAccepted }) => !untilAccepted)
  return {
    verdict: verdictOf(exitCode),
    exitCode,
    ...exit,
    ...(kept.length < found.length && { onceAccepted: verdictOf(strongest(kept)) }),
    reasons: [...first, ...reasons.map((finding) => finding.reason), ...last, ...remarks],
  }
}

function strongest(found: readonly Finding[]): GateResult['exitCode'] {
  return PRECEDENCE.find((code) => found.some((finding) => finding.exitCode === code)) ?? 0
}

function verdictOf(exitCode: GateResult['exitCode']): Verdict {
  return exitCode === 0 ? 'pass' : exitCode === 1 ? 'fail' : 'inconclusive'
}

/** What the process ends with, and the sentence that every report must show: first of all where the policy changed it. */
function underPolicy(
  found: readonly Finding[],
  input: GateInput,
  gating: readonly ClaimResult[],
): { first: string[]; last: string[]; exit: Pick<GateResult, 'exitUnderPolicy'> } {
  const { policy } = input
  if (!policy) return { first: [], last: [], exit: {} }
  const excuses = Object.keys(policy) as (keyof GatePolicy)[]
  const excused = found.filter(({ excusedBy = [] }) => excuses.some((name) => excusedBy.includes(name)))
  const line = policy.advisory ? 'Advisory run: its verdict gates nothing.' : 'Policy: inconclusive claims only warn.'
  const silence = found.length === 0 ? null : whyNothingIsExcused(input, gating)
  if (excused.length === 0 && silence === null)
    return { first: [], last: [line], exit: { exitUnderPolicy: strongest(found) } }
  if (silence !== null) {
    const refused = `${line} It excuses nothing here, for ${silence}: a policy excuses open claims, never absent answers.`
    return { first: [], last: [refused], exit: { exitUnderPolicy: strongest(found) } }
  }
  const warning = policy.advisory
    ? `WARNING: ${line} What follows would hold the release back.`
    : `WARNING: ${line} Nothing is shown about the open ones.`
  const left = found.filter((finding) => !excused.includes(finding))
  return { first: [warning], last: [], exit: { exitUnderPolicy: strongest(left) } }
}

/** Why a run shows too little of the model for a policy to excuse anything; `null` where it shows enough. */
function whyNothingIsExcused({ claims, faults = [] }: GateInput, gating: readonly ClaimResult[]): string | null {
  if (faults.length > 0) return 'the model could not be asked'
  if (claims.every((claim) => cellsOf(claim) === 0)) return 'nothing was asked of the model'
  const broken = gating.filter((claim) => (claim.outcomes.error ?? 0) > MOST_ERRORS * cellsOf(claim))
  if (broken.length === 0) return null
  const shares = broken.map(
    (claim) => `${claim.outcomes.error} of ${cellsOf(claim)} cells of ${titlesInQuotes([claim])}`,
  )
  return `${shares.join(', ')} ended in an error`
}

function cellsOf({ outcomes }: ClaimResult): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0)
}

function findings(input: GateInput, gating: readonly ClaimResult[]): Finding[] {
  const found: Finding[] = input.usageErrors.map((message) => ({ exitCode: 2, reason: `Usage: ${message}` }))
  const of = (verdict: ClaimResult['verdict']) => gating.filter((claim) => claim.verdict === verdict)
  const add = (exitCode: Finding['exitCode'], reason: string, ...excusedBy: (keyof GatePolicy)[]) =>
    found.push({ exitCode, reason, excusedBy })

  const tooMany = beyondPlan(gating)
  const failed = of('fail').filter((claim) => !tooMany.includes(claim))
  if (failed.length > 0)
    add(
      1,
      `${counted(failed.length, 'gating claim fails', 'gating claims fail')}: ${titlesInQuotes(failed)}.`,
      'advisory',
    )
  if (tooMany.length > 0) add(3, failsBeyondPlan(tooMany, countOf(gating)), 'advisory')
  if (input.ordinaryFailures > 0)
    add(1, `${counted(input.ordinaryFailures, 'test or file', 'tests or files')} failed apart from the claims.`)
  for (const fault of input.faults ?? []) add(3, fault)
  const open = of('inconclusive')
  if (open.length > 0)
    add(
      3,
      `${counted(open.length, 'gating claim is', 'gating claims are')} inconclusive: ${titlesInQuotes(open)}.`,
      'advisory',
      'inconclusive',
    )
  const loosened = (input.changes ?? []).filter(isLoosening)
  const sentences = changesInWords(loosened)
  for (const [index, sentence] of sentences.entries()) {
    const reason =
      index < sentences.length - 1 ? sentence : `${sentence} Put back what was accepted, or accept it: ${ACCEPT}`
    found.push({ exitCode: 3, reason, excusedBy: ['advisory'], untilAccepted: true })
  }
  if (input.missing.length > 0) {
    const titles = input.missing.map((title) => ({ title }))
    add(
      3,
      `${counted(titles.length, 'claim of the manifest was', 'claims of the manifest were')} not decided: ${titlesInQuotes(titles)}.`,
      'advisory',
    )
  }
  if (input.partial !== null) add(3, partialReason(input.partial), 'advisory')
  for (const doubt of input.doubts ?? []) add(3, doubt, 'advisory')
  if (input.empty) add(3, 'Nothing ran, so nothing is shown.')
  else if (of('pass').length === 0 && found.length === 0)
    add(3, 'No gating claim was decided, so nothing is shown.', 'advisory')
  return found
}

/** Distinct gating claims: one claim asserted twice is one claim. */
function countOf(gating: readonly ClaimResult[]): number {
  return new Set(gating.map(({ id, waived }) => waived?.of ?? id)).size
}

/**
 * Failing claims whose evidence is too weak for as many gating claims as ran. The α of `fail` was shared among the claims
 * of the manifest; with more of them a failure needs ln(count/α), or one of many sound claims would fail too often.
 */
function beyondPlan(gating: readonly ClaimResult[]): readonly ClaimResult[] {
  const count = countOf(gating)
  return gating.filter(
    ({ verdict, claims, logWealth, alpha, alphaFail }) =>
      verdict === 'fail' && claims < count && logWealth.fail < Math.log(count / (alphaFail ?? alpha)),
  )
}

function failsBeyondPlan(claims: readonly ClaimResult[], count: number): string {
  const planned = claims[0]?.claims ?? 0
  return (
    `${counted(claims.length, 'gating claim fails', 'gating claims fail')} by the measure of ${counted(planned, 'claim')}, ` +
    `but ${count} ran, for which the evidence is too weak: ${titlesInQuotes(claims)}. Accept a baseline with all claims.`
  )
}

/** What does not change the verdict and must still be seen. */
function remarksOn(claims: readonly ClaimResult[], gating: readonly ClaimResult[]): string[] {
  const idle = gating.filter((claim) => claim.verdict === 'not applicable')
  const advisory = claims.filter((claim) => claim.spec.advisory && claim.verdict === 'fail')
  return [
    ...gating.flatMap(sayWaived),
    ...(idle.length > 0
      ? [
          `${counted(idle.length, 'claim is', 'claims are')} not applicable without a baseline: ${titlesInQuotes(idle)}.`,
        ]
      : []),
    ...(advisory.length > 0
      ? [
          `Advisory, so ${advisory.length === 1 ? 'it does' : 'they do'} not gate: ${titlesInQuotes(advisory)} ${advisory.length === 1 ? 'fails' : 'fail'}.`,
        ]
      : []),
  ]
}

/** What the guarantee leaves out: the stretch between the claim's own limit and the waived one. */
function sayWaived({ title, spec, waived }: ClaimResult): string[] {
  if (!waived) return []
  return [
    `Waived until ${waived.expires} by ${waived.owner} (${waived.reason}): "${title}" was tested at ${formatLimit(spec.limit)} ` +
      `instead of ${formatLimit(waived.limit)}, so the guarantee excludes any ${spec.statistic} between the two.`,
  ]
}

/** What a gate looks at where there are claims and nothing else: no tests around them, none missing, all of them run. */
export function claimsAlone(claims: readonly ClaimResult[]): GateInput {
  return { claims, missing: [], ordinaryFailures: 0, usageErrors: [], empty: claims.length === 0, partial: null }
}
