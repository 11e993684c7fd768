import { counterexampleLines } from './counterexample.ts'
import { formatEstimate, formatLimit, quote, visible } from '../text/index.ts'
import { showCommand } from './commands.ts'
import type { ClaimResult, UndecidedClaim, Waived } from '../types/index.ts'
import { claimFigures } from './bound.ts'
import { claimSample, unanswered } from './evidence.ts'
import { claimNext } from './next.ts'
import { claimWhy } from './why.ts'

/**
 * Returns the message that a matcher throws and a report prints about one claim: the outcome, the evidence, how to replay
 * it, what to do. `replay` is the whole shell command. Plain text, lines joined by `\n`, none at the end; safe in a
 * terminal.
 */
export function claimMessage(result: ClaimResult, { replay }: { readonly replay: string }): string {
  const [counterexample] = result.verdict === 'fail' ? result.counterexamples : []
  const missing = unanswered(result)
  const next = claimNext(result)
  const lines = [
    `Claim ${quote(result.title, 200)} ${VERBS[verdictWord(result)]}: ${outcomeOf(result)}`,
    ...(result.verdict === 'inconclusive' ? [`Why: ${visible(claimWhy(result))}`] : []),
    ...(result.waived ? [waivedInWords(result.waived)] : []),
    ...(missing === null ? [] : [`Not answered: ${missing}`]),
    ...(counterexample ? counterexampleLines(counterexample) : []).map((line, i) =>
      i ? line : `Counterexample: ${line}`,
    ),
    ...result.notes.map((note) => `Note: ${visible(note)}`),
    ...(result.verdict === 'fail' || result.verdict === 'inconclusive' ? [`Replay: ${replay}`] : []),
    ...(counterexample ? [`Show: ${showCommand(counterexample.after.cell)}`] : []),
    ...(next === null ? [] : [`Next: ${next}`]),
    ...(result.asymptotic ? [approximationInWords(result.asymptotic)] : []),
  ]
  return lines.join('\n')
}

/**
 * Returns a claim's outcome where there is room for one paragraph, such as an annotation: figures, what they rest on, why
 * an open claim is open, and what was not answered, which no figure shows.
 */
export function claimSentence(result: ClaimResult): string {
  const missing = unanswered(result)
  return [
    outcomeOf(result),
    ...(result.verdict === 'inconclusive' ? [`Why: ${claimWhy(result)}`] : []),
    ...(missing === null ? [] : [`Not answered: ${missing}`]),
  ].join('. ')
}

const VERBS = {
  pass: 'passes',
  fail: 'fails',
  inconclusive: 'is inconclusive',
  'not applicable': 'is not applicable',
  'collected for': 'was collected for',
  listed: 'is listed',
} satisfies Record<ReturnType<typeof verdictWord>, string>

/**
 * Returns a claim's verdict as reports show it. Where nothing was to be decided, it says what was done instead: the claim's
 * cells were collected, or it was only put on the list of claims.
 */
export function verdictWord({
  verdict,
  stopped,
}: Pick<ClaimResult, 'verdict' | 'stopped'>): ClaimResult['verdict'] | 'collected for' | 'listed' {
  if (verdict !== 'not applicable') return verdict
  return stopped === 'collected' || stopped === 'listed' ? undecidedWord(stopped) : verdict
}

/** The words of reports for a claim that was collected for, listed or planned instead of decided. */
const DONE = { collected: 'collected for', listed: 'listed', planned: 'planned' } as const

/** Returns the word for what was done with a claim instead of deciding it. */
export function undecidedWord<Done extends UndecidedClaim['done']>(done: Done): (typeof DONE)[Done] {
  return DONE[done]
}

function outcomeOf(result: ClaimResult): string {
  if (result.verdict === 'not applicable') return visible(result.reason)
  return `${claimFigures(result)} (${claimSample(result)})`
}

function approximationInWords([low, high]: readonly [number, number]): string {
  return (
    `Advisory: the normal approximation (asymptotic confidence sequence) has it between ${formatEstimate(low)} and ` +
    `${formatEstimate(high)}; with few sources that promises nothing, and it decides nothing`
  )
}

function waivedInWords({ limit, expires, owner, reason }: Waived): string {
  return `Waived: the claim's own limit is ${formatLimit(limit)}; until ${expires} by ${visible(owner)}: ${visible(reason)}`
}
