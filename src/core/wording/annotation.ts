import { counted, visible } from '../text/index.ts'
import type { ClaimResult } from '../types/index.ts'
import { boundAndLimit, decidingArm, statisticInWords } from './bound.ts'
import { unanswered, unitNoun } from './evidence.ts'
import { verdictWord } from './message.ts'
import { claimNext } from './next.ts'

/** An `Alarm` is the way in which a tool of CI marks a claim that needs a look. */
export type Alarm = 'error' | 'warning' | 'notice'

/**
 * Returns the mark of a claim: `error` where it fails, `warning` where it stays open, `notice` where it fails without
 * gating; `null` where nobody needs to look.
 */
export function claimAlarm({ verdict, spec }: Pick<ClaimResult, 'verdict' | 'spec'>): Alarm | null {
  if (verdict === 'fail') return spec.advisory ? 'notice' : 'error'
  return verdict === 'inconclusive' && !spec.advisory ? 'warning' : null
}

/** A `ClaimAnnotation` is shown by a test runner beside the claim's test. */
export interface ClaimAnnotation {
  readonly type: Alarm | 'robustness'
  /** One line. */
  readonly message: string
  /** Markdown to be kept beside a claim that needs a look; `null` for others. */
  readonly summary: string | null
}

/**
 * A claim beside its test: `pass · flip rate at most 0.03 (limit 0.05) · 412 cells, 206 sources`. It holds no prompt and no
 * answer. Where a ledger is kept, the next attempt asks the same examples, so that it says verdict, bound, limit and
 * number of cells and nothing else: which arm decided, or what was not answered, would be a hint at single examples.
 */
export function claimAnnotation(
  result: ClaimResult,
  { ledger, replay }: { readonly ledger: boolean; readonly replay: string },
): ClaimAnnotation {
  const alarm = claimAlarm(result)
  const message = [verdictInWords(result), ...partsOf(result, ledger)].join(' · ')
  return {
    type: alarm ?? 'robustness',
    message,
    summary: alarm === null ? null : summaryOf(result, { ledger, replay, message }),
  }
}

function verdictInWords(result: ClaimResult): string {
  return `${verdictWord(result)}${result.spec.advisory ? ' (advisory)' : ''}`
}

function partsOf(result: ClaimResult, ledger: boolean): string[] {
  if (result.verdict === 'not applicable') return ledger ? [] : [visible(result.reason)]
  const { bound, limit } = boundAndLimit(result)
  const arm = ledger ? null : decidingArm(result)
  const what = `${arm === null ? '' : `${visible(arm.name)}: `}${visible(statisticInWords(result))}`
  const figures = `${what} ${bound} (${limit}${result.waived ? ', waived' : ''})`
  const cells = counted(result.cells, 'cell')
  if (ledger) return [figures, cells]
  const missing = unanswered(result)
  return [
    figures,
    `${cells}, ${counted(result.units, unitNoun(result))}`,
    ...(missing === null ? [] : [`not answered: ${missing}`]),
  ]
}

function summaryOf(
  result: ClaimResult,
  { ledger, replay, message }: { readonly ledger: boolean; readonly replay: string; readonly message: string },
): string {
  const next = ledger ? null : claimNext(result)
  const paragraphs = [
    `# ${visible(result.title)}`,
    message,
    ...(next === null ? [] : [`Next: ${visible(next)}`]),
    `Replay: \`${replay}\``,
    'The page of the run, once it has ended: `npx vitest-robustness report --format html > report.html`',
  ]
  return `${paragraphs.join('\n\n')}\n`
}
