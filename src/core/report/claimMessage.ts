import type { ClaimResult, Waived } from '../words/index.ts'
import { claimFigures } from './claimFigures.ts'
import { claimNext } from './claimNext.ts'
import { claimSample } from './claimSample.ts'
import { counterexampleLines } from './counterexampleLines.ts'
import { formatLimit } from './formatLimit.ts'
import { quote, visible } from './quote.ts'
import { showCommand } from './showCommand.ts'
import { unanswered } from './unanswered.ts'

/**
 * What a matcher throws and a report prints about one claim: what came out, the evidence, how to replay it, what to do.
 * `replay` is the whole shell command. Plain text, lines joined by `\n`, none at the end; safe in a terminal.
 */
export function claimMessage(result: ClaimResult, { replay }: { readonly replay: string }): string {
  const [counterexample] = result.verdict === 'fail' ? result.counterexamples : []
  const missing = unanswered(result)
  const next = claimNext(result)
  const lines = [
    headline(result),
    ...(result.verdict === 'inconclusive' ? [`Why: ${visible(result.reason)}`] : []),
    ...(result.waived ? [sayWaived(result.waived)] : []),
    ...(missing === null ? [] : [`Not answered: ${missing}`]),
    ...(counterexample ? counterexampleLines(counterexample) : []).map((line, i) =>
      i ? line : `Counterexample: ${line}`,
    ),
    ...result.notes.map((note) => `Note: ${visible(note)}`),
    ...(result.verdict === 'fail' || result.verdict === 'inconclusive' ? [`Replay: ${replay}`] : []),
    ...(counterexample ? [`Show: ${showCommand(counterexample.after.cell)}`] : []),
    ...(next === null ? [] : [`Next: ${next}`]),
  ]
  return lines.join('\n')
}

const VERBS = { pass: 'passes', fail: 'fails', inconclusive: 'is inconclusive', 'not applicable': 'is not applicable' }

function headline(result: ClaimResult): string {
  const head = `Claim ${quote(result.title, 200)} ${VERBS[result.verdict]}`
  if (result.verdict === 'not applicable') return `${head}: ${visible(result.reason)}`
  return `${head}: ${claimFigures(result)} (${claimSample(result)})`
}

function sayWaived({ limit, expires, owner, reason }: Waived): string {
  return `Waived: the claim's own limit is ${formatLimit(limit)}; until ${expires} by ${visible(owner)}: ${visible(reason)}`
}
