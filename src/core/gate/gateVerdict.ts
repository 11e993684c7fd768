import { counted } from '../report/counted.ts'
import { formatLimit } from '../report/formatLimit.ts'
import type { ClaimResult, GatePolicy, GateResult } from '../words/index.ts'
import { names } from './names.ts'
import { partialReason } from './partialReason.ts'

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
}

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
  const remarks = [...remarksOn(input.claims, gating), ...(input.remarks ?? [])]
  const exitCode = PRECEDENCE.find((code) => found.some((finding) => finding.exitCode === code))
  const { first, last, exit } = underPolicy(found, input.policy)
  if (exitCode === undefined) {
    const passed = gating.filter((claim) => claim.verdict === 'pass')
    const summary =
      passed.length === 1 ? `The gating claim ${names(passed)} passes.` : `All ${passed.length} gating claims pass.`
    return { verdict: 'pass', exitCode: 0, ...exit, reasons: [summary, ...last, ...remarks] }
  }
  const reasons = PRECEDENCE.flatMap((code) => found.filter((finding) => finding.exitCode === code))
  return {
    verdict: exitCode === 1 ? 'fail' : 'inconclusive',
    exitCode,
    ...exit,
    reasons: [...first, ...reasons.map((finding) => finding.reason), ...last, ...remarks],
  }
}

/** What the process ends with, and the sentence that every report must show: first of all where the policy changed it. */
function underPolicy(
  found: readonly Finding[],
  policy: GatePolicy | undefined,
): { first: string[]; last: string[]; exit: Pick<GateResult, 'exitUnderPolicy'> } {
  if (!policy) return { first: [], last: [], exit: {} }
  const excuses = Object.keys(policy) as (keyof GatePolicy)[]
  const left = found.filter(({ excusedBy = [] }) => !excuses.some((name) => excusedBy.includes(name)))
  const exitUnderPolicy = PRECEDENCE.find((code) => left.some((finding) => finding.exitCode === code)) ?? 0
  const line = policy.advisory ? 'Advisory run: its verdict gates nothing.' : 'Policy: inconclusive claims only warn.'
  if (left.length === found.length) return { first: [], last: [line], exit: { exitUnderPolicy } }
  const warning = policy.advisory
    ? `WARNING: ${line} What follows would hold the release back.`
    : `WARNING: ${line} Nothing is shown about the open ones.`
  return { first: [warning], last: [], exit: { exitUnderPolicy } }
}

function findings(input: GateInput, gating: readonly ClaimResult[]): Finding[] {
  const found: Finding[] = input.usageErrors.map((message) => ({ exitCode: 2, reason: `Usage: ${message}` }))
  const of = (verdict: ClaimResult['verdict']) => gating.filter((claim) => claim.verdict === verdict)
  const add = (exitCode: Finding['exitCode'], reason: string, ...excusedBy: (keyof GatePolicy)[]) =>
    found.push({ exitCode, reason, excusedBy })

  const failed = of('fail')
  if (failed.length > 0)
    add(1, `${counted(failed.length, 'gating claim fails', 'gating claims fail')}: ${names(failed)}.`, 'advisory')
  if (input.ordinaryFailures > 0)
    add(1, `${counted(input.ordinaryFailures, 'test or file', 'tests or files')} failed apart from the claims.`)
  const open = of('inconclusive')
  if (open.length > 0)
    add(
      3,
      `${counted(open.length, 'gating claim is', 'gating claims are')} inconclusive: ${names(open)}.`,
      'advisory',
      'inconclusive',
    )
  if (input.missing.length > 0) {
    const titles = input.missing.map((title) => ({ title }))
    add(
      3,
      `${counted(titles.length, 'claim of the manifest was', 'claims of the manifest were')} not decided: ${names(titles)}.`,
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

/** What does not change the verdict and must still be seen. */
function remarksOn(claims: readonly ClaimResult[], gating: readonly ClaimResult[]): string[] {
  const idle = gating.filter((claim) => claim.verdict === 'not applicable')
  const advisory = claims.filter((claim) => claim.spec.advisory && claim.verdict === 'fail')
  return [
    ...gating.flatMap(sayWaived),
    ...(idle.length > 0
      ? [`${counted(idle.length, 'claim is', 'claims are')} not applicable without a baseline: ${names(idle)}.`]
      : []),
    ...(advisory.length > 0
      ? [
          `Advisory, so ${advisory.length === 1 ? 'it does' : 'they do'} not gate: ${names(advisory)} ${advisory.length === 1 ? 'fails' : 'fail'}.`,
        ]
      : []),
  ]
}

/** What the guarantee leaves out: the stretch between the claim's own limit and the waived one. */
function sayWaived({ title, spec, waived }: ClaimResult): string[] {
  if (!waived) return []
  return [
    `Waived until ${waived.expires} by ${waived.owner} (${waived.reason}): "${title}" was tested at ${formatLimit(spec.limit)} ` +
      `instead of ${formatLimit(waived.limit)}, so the guarantee excludes a ${spec.statistic} between the two.`,
  ]
}
