import type { ClaimChange, ClaimResult, GatePolicy, GateResult, Verdict } from '../types/index.ts'
import { isLoosening } from './manifestChanges.ts'
import {
  advisoryClaimsFail,
  allPass,
  cellsInError,
  changesInWords,
  claimsFail,
  claimsFailBeyondPlan,
  claimsMissing,
  claimsNotApplicable,
  claimsOpen,
  claimWaived,
  looseningInWords,
  MODEL_NOT_ASKED,
  MODEL_NOT_REACHED,
  NOTHING_DECIDED,
  NOTHING_RAN,
  ordinaryTestsFail,
  partialReason,
  policyInWords,
  policyRefused,
  policyWarning,
} from '../wording/gateReasons.ts'

/** All that the gate's verdict depends on. */
export interface GateInput {
  readonly claims: readonly ClaimResult[]
  /** Titles of manifest claims that gate and that this run did not decide. */
  readonly missing: readonly string[]
  /** Tests that failed, and files that did not load, for reasons other than a claim's verdict. */
  readonly ordinaryFailures: number
  /** Messages of usage and configuration errors. */
  readonly usageErrors: readonly string[]
  /** `true` where nothing ran. */
  readonly empty: boolean
  /** The reason why only a part of the suites ran (a filter, a shard); `null` where all did. */
  readonly partial: string | null
  /** Doubts that leave the question open, one sentence each, e.g. that several models answered. */
  readonly doubts?: readonly string[]
  /** Faults that kept models from answering at all, one sentence each: an endpoint that refuses, a disk that is full. */
  readonly faults?: readonly string[]
  /** The differences between the suites' claims and the accepted ones. */
  readonly changes?: readonly ClaimChange[]
  /** Remarks that change nothing and must be seen, one sentence each. */
  readonly remarks?: readonly string[]
  /** The policy by which the config excuses open claims. It changes the exit code, never the verdict. */
  readonly policy?: GatePolicy
}

/** Returns the input of a gate that has claims and nothing else: no tests around them, none missing, all of them run. */
export function claimsAlone(claims: readonly ClaimResult[]): GateInput {
  return { claims, missing: [], ordinaryFailures: 0, usageErrors: [], empty: claims.length === 0, partial: null }
}

interface Finding {
  readonly exitCode: 1 | 2 | 3
  readonly reason: string
  /** The policies that excuse it. */
  readonly excusedBy?: readonly (keyof GatePolicy)[]
  /** `true` where it is gone once a baseline is accepted with the changed claims. */
  readonly untilAccepted?: true
}

/**
 * Says whether the candidate may ship. The verdict is `pass` (exit code 0) only if every gating claim passes and nothing is
 * wrong otherwise: then, by intersection–union, the chance of shipping a release that breaks a claim is at most α. Exit
 * code 2 is for usage errors, 1 for a claim or a test that fails, 3 for whatever leaves the question open; of several, 2
 * wins over 1 over 3.
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
    return { verdict: 'pass', exitCode: 0, ...exit, reasons: [allPass(passed), ...last, ...remarks] }
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

/** Largest share of a claim's cells that may end in an error if a policy is to excuse anything. */
const MOST_ERRORS = 0.05

/** The order in which exit codes win. */
const PRECEDENCE = [2, 1, 3] as const

function strongest(found: readonly Finding[]): GateResult['exitCode'] {
  return PRECEDENCE.find((code) => found.some((finding) => finding.exitCode === code)) ?? 0
}

function verdictOf(exitCode: GateResult['exitCode']): Verdict {
  return exitCode === 0 ? 'pass' : exitCode === 1 ? 'fail' : 'inconclusive'
}

/**
 * Returns the exit code under the policy, and the sentence that every report must show: at the top where the policy changed
 * the code.
 */
function underPolicy(
  found: readonly Finding[],
  input: GateInput,
  gating: readonly ClaimResult[],
): { first: string[]; last: string[]; exit: Pick<GateResult, 'exitUnderPolicy'> } {
  const { policy } = input
  if (!policy) return { first: [], last: [], exit: {} }
  const excuses = Object.keys(policy) as (keyof GatePolicy)[]
  const excused = found.filter(({ excusedBy = [] }) => excuses.some((name) => excusedBy.includes(name)))
  const silence = found.length === 0 ? null : whyNothingIsExcused(input, gating)
  if (excused.length === 0 && silence === null)
    return { first: [], last: [policyInWords(policy)], exit: { exitUnderPolicy: strongest(found) } }
  if (silence !== null) {
    return { first: [], last: [policyRefused(policy, silence)], exit: { exitUnderPolicy: strongest(found) } }
  }
  const left = found.filter((finding) => !excused.includes(finding))
  return { first: [policyWarning(policy)], last: [], exit: { exitUnderPolicy: strongest(left) } }
}

/** Says why a run shows too little of the model for a policy to excuse anything; `null` where it shows enough. */
function whyNothingIsExcused({ claims, faults = [] }: GateInput, gating: readonly ClaimResult[]): string | null {
  if (faults.length > 0) return MODEL_NOT_REACHED
  if (claims.every((claim) => cellsOf(claim) === 0)) return MODEL_NOT_ASKED
  const broken = gating.filter((claim) => (claim.outcomes.error ?? 0) > MOST_ERRORS * cellsOf(claim))
  if (broken.length === 0) return null
  return cellsInError(
    broken.map((claim) => ({ title: claim.title, errors: claim.outcomes.error ?? 0, cells: cellsOf(claim) })),
  )
}

function cellsOf({ outcomes }: ClaimResult): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0)
}

function findings(input: GateInput, gating: readonly ClaimResult[]): Finding[] {
  const found: Finding[] = input.usageErrors.map((message) => ({ exitCode: 2, reason: `Usage: ${message}` }))
  const ended = (verdict: ClaimResult['verdict']) => gating.filter((claim) => claim.verdict === verdict)
  const add = (exitCode: Finding['exitCode'], reason: string, ...excusedBy: (keyof GatePolicy)[]) =>
    found.push({ exitCode, reason, excusedBy })

  const beyond = beyondPlan(gating)
  const failed = ended('fail').filter((claim) => !beyond.includes(claim))
  if (failed.length > 0) add(1, claimsFail(failed), 'advisory')
  if (beyond.length > 0) add(3, claimsFailBeyondPlan(beyond, beyond[0]?.claims ?? 0, countOf(gating)), 'advisory')
  if (input.ordinaryFailures > 0) add(1, ordinaryTestsFail(input.ordinaryFailures))
  for (const fault of input.faults ?? []) add(3, fault)
  const open = ended('inconclusive')
  if (open.length > 0) add(3, claimsOpen(open), 'advisory', 'inconclusive')
  for (const reason of looseningInWords((input.changes ?? []).filter(isLoosening)))
    found.push({ exitCode: 3, reason, excusedBy: ['advisory'], untilAccepted: true })
  if (input.missing.length > 0) add(3, claimsMissing(input.missing), 'advisory')
  if (input.partial !== null) add(3, partialReason(input.partial), 'advisory')
  for (const doubt of input.doubts ?? []) add(3, doubt, 'advisory')
  if (input.empty) add(3, NOTHING_RAN)
  else if (ended('pass').length === 0 && found.length === 0) add(3, NOTHING_DECIDED, 'advisory')
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

/** Sentences that do not change the verdict and must still be seen. */
function remarksOn(claims: readonly ClaimResult[], gating: readonly ClaimResult[]): string[] {
  const idle = gating.filter((claim) => claim.verdict === 'not applicable')
  const advisory = claims.filter((claim) => claim.spec.advisory && claim.verdict === 'fail')
  return [
    ...gating.flatMap((claim) => (claim.waived ? [claimWaived(claim, claim.waived)] : [])),
    ...(idle.length > 0 ? [claimsNotApplicable(idle)] : []),
    ...(advisory.length > 0 ? [advisoryClaimsFail(advisory)] : []),
  ]
}
