/** The sentences that a gate's verdict rests on, as reports print them. */
import { counted, formatLimit } from '../text/figures.ts'
import type { ClaimChange, ClaimResult, GatePolicy, RunEvidence, Waived } from '../types/index.ts'

type Titled = readonly { readonly title: string }[]

const ACCEPT = 'npx vitest-robustness baseline accept --release <name> --loosen "reason"'

export const NOTHING_RAN = 'Nothing ran, so nothing is shown.'
export const NOTHING_DECIDED = 'No gating claim was decided, so nothing is shown.'

/** Says that every gating claim passes. */
export function allPass(passed: Titled): string {
  return passed.length === 1
    ? `The gating claim ${titlesInQuotes(passed)} passes.`
    : `All ${passed.length} gating claims pass.`
}

/** Says which gating claims fail. */
export function claimsFail(claims: Titled): string {
  return `${counted(claims.length, 'gating claim fails', 'gating claims fail')}: ${titlesInQuotes(claims)}.`
}

/** Says which gating claims fail by the number of claims that was planned, and not by the `count` that ran. */
export function claimsFailBeyondPlan(claims: Titled, planned: number, count: number): string {
  return (
    `${counted(claims.length, 'gating claim fails', 'gating claims fail')} by the measure of ${counted(planned, 'claim')}, ` +
    `but ${count} ran, for which the evidence is too weak: ${titlesInQuotes(claims)}. Accept a baseline with all claims.`
  )
}

/** Says how many tests and files failed for other reasons than a claim's verdict. */
export function ordinaryTestsFail(count: number): string {
  return `${counted(count, 'test or file', 'tests or files')} failed apart from the claims.`
}

/** Says which gating claims are inconclusive. */
export function claimsOpen(claims: Titled): string {
  return `${counted(claims.length, 'gating claim is', 'gating claims are')} inconclusive: ${titlesInQuotes(claims)}.`
}

/** Says which claims of the manifest the run did not decide. */
export function claimsMissing(titles: readonly string[]): string {
  const claims = titles.map((title) => ({ title }))
  return `${counted(titles.length, 'claim of the manifest was', 'claims of the manifest were')} not decided: ${titlesInQuotes(claims)}.`
}

/** Says which gating claims need a baseline that is not there. */
export function claimsNotApplicable(claims: Titled): string {
  return `${counted(claims.length, 'claim is', 'claims are')} not applicable without a baseline: ${titlesInQuotes(claims)}.`
}

/** Says which advisory claims fail. */
export function advisoryClaimsFail(claims: Titled): string {
  const one = claims.length === 1
  return `Advisory, so ${one ? 'it does' : 'they do'} not gate: ${titlesInQuotes(claims)} ${one ? 'fails' : 'fail'}.`
}

/** Says what the guarantee leaves out under a waiver: the stretch between the claim's own limit and the waived one. */
export function claimWaived({ title, spec }: Pick<ClaimResult, 'title' | 'spec'>, waived: Waived): string {
  return (
    `Waived until ${waived.expires} by ${waived.owner} (${waived.reason}): "${title}" was tested at ${formatLimit(spec.limit)} ` +
    `instead of ${formatLimit(waived.limit)}, so the guarantee excludes any ${spec.statistic} between the two.`
  )
}

const PARTIAL = 'Only part of the suites ran'

/** Says that only a part of the suites ran, and why. */
export function partialReason(why: string): string {
  return `${PARTIAL}: ${why}.`
}

/** Tells whether a run was of a part of the suites. Runs of release 0.1 say it in their reasons alone. */
export function isPartial({ circumstances, gate }: Pick<RunEvidence, 'circumstances' | 'gate'>): boolean {
  if (circumstances !== undefined) return circumstances.partial !== null
  return gate.reasons.some((reason) => reason.startsWith(PARTIAL))
}

/** Says what the policy changes about a run whose verdict it does not have to excuse. */
export function policyInWords({ advisory }: GatePolicy): string {
  return advisory ? 'Advisory run: its verdict gates nothing.' : 'Policy: inconclusive claims only warn.'
}

/** Says that the policy excuses nothing, because the run shows too little of the model. */
export function policyRefused(policy: GatePolicy, why: string): string {
  return `${policyInWords(policy)} It excuses nothing here, for ${why}: a policy excuses open claims, never absent answers.`
}

/** Warns that the policy lets a run end as if nothing were wrong. */
export function policyWarning(policy: GatePolicy): string {
  const rest = policy.advisory ? 'What follows would hold the release back.' : 'Nothing is shown about the open ones.'
  return `WARNING: ${policyInWords(policy)} ${rest}`
}

/** The reason why a run shows too little of the model for a policy to excuse anything, as `policyRefused` takes it. */
export const MODEL_NOT_REACHED = 'the model could not be asked'
export const MODEL_NOT_ASKED = 'nothing was asked of the model'

/** Says of which claims too many cells ended in an error, as `policyRefused` takes it. */
export function cellsInError(
  claims: readonly { readonly title: string; readonly errors: number; readonly cells: number }[],
): string {
  const shares = claims.map((claim) => `${claim.errors} of ${claim.cells} cells of ${titlesInQuotes([claim])}`)
  return `${shares.join(', ')} ended in an error`
}

const HEAD: Readonly<Record<ClaimChange['kind'], readonly [one: string, many: string]>> = {
  looser: ['claim is looser than the accepted one', 'claims are looser than the accepted ones'],
  tighter: ['claim is tighter than the accepted one', 'claims are tighter than the accepted ones'],
  ungated: ['claim is advisory now and was accepted as gating', 'claims are advisory now and were accepted as gating'],
  changed: [
    'claim asks something else than the accepted one of its name',
    'claims ask something else than the accepted ones of their names',
  ],
  removed: ['claim of the baseline is gone from the suites', 'claims of the baseline are gone from the suites'],
  added: ['claim is not in the baseline yet, and gates', 'claims are not in the baseline yet, and gate'],
}

/**
 * Puts the changes into words, one sentence for each kind, e.g. `1 claim is looser than the accepted one: "a" (limit 0.1
 * became 0.15)`.
 */
export function changesInWords(changes: readonly ClaimChange[]): readonly string[] {
  return [...Map.groupBy(changes, ({ kind }) => kind)].map(([kind, those]) => {
    const [one, many] = HEAD[kind]
    const named = those.map(({ title, what }) => `"${title}"${what === undefined ? '' : ` (${what})`}`)
    return `${counted(those.length, one, many)}: ${named.join(', ')}.`
  })
}

/** Returns the changes that hold a gate open, as `changesInWords` says them; the last sentence says what to do. */
export function looseningInWords(changes: readonly ClaimChange[]): readonly string[] {
  const sentences = changesInWords(changes)
  return sentences.map((sentence, index) =>
    index < sentences.length - 1 ? sentence : `${sentence} Put back what was accepted, or accept it: ${ACCEPT}`,
  )
}

/** Titles named one by one; more are counted. */
const MOST_TITLES = 10

/** Titles in quotes, sorted, e.g. `"a", "b" and 3 more`. */
function titlesInQuotes(claims: Titled): string {
  const titles = claims.map((claim) => `"${claim.title}"`).toSorted()
  const shown = titles.slice(0, MOST_TITLES).join(', ')
  return titles.length > MOST_TITLES ? `${shown} and ${titles.length - MOST_TITLES} more` : shown
}
