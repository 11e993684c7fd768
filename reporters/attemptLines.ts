import { counted } from '../src/core/report/index.ts'
import type { RunEvidence } from '../src/core/words/index.ts'

/** More attempts than this are counted. */
const MOST = 5

/** Which attempt at the baseline a run is, what earlier ones spent, and the regression list; a sentence a line. */
export function attemptLines({ attempt, baselineId }: RunEvidence): string[] {
  if (!attempt) return []
  const { number, alpha, total, earlier, excluded, regressions } = attempt
  const left = excluded.reduce((sum, { groups }) => sum + groups.length, 0)
  const before = earlier.reduce((sum, entry) => sum + entry.alpha, 0)
  const shown = earlier.slice(-MOST)
  return [
    `Attempt ${number} at ${baselineId ?? 'the baseline'}: tested at ${figure(alpha)} of ${figure(total)}; ` +
      `earlier ones spent ${figure(before)}${before + alpha > total ? ', more than there was (attempts on parallel branches)' : ''}.`,
    ...(earlier.length > MOST ? [`${earlier.length - MOST} earlier attempts are not listed.`] : []),
    ...shown.map(({ attempt: k, candidate, seed, verdict }) => `Attempt ${k}: ${candidate}, seed ${seed}: ${verdict}.`),
    ...(left > 0 ? [`${counted(left, 'source')} with examples that earlier reports showed left the pool.`] : []),
    ...regressionLines(regressions),
  ]
}

function regressionLines(regressions: NonNullable<RunEvidence['attempt']>['regressions']): string[] {
  if (regressions.length === 0) return []
  const asked = regressions.filter(({ score }) => score !== null)
  const wrong = asked.filter(({ score }) => score !== 1)
  const named = wrong.slice(0, MOST).map(({ task, example, variant }) => `${task}/${example}/${variant}`)
  const rest = wrong.length - named.length
  return [
    `Regression list, which decides nothing: ${asked.length - wrong.length} of ${counted(asked.length, 'spent example')} ` +
      `right now, ${wrong.length} wrong${asked.length < regressions.length ? `, ${regressions.length - asked.length} not asked` : ''}.`,
    ...(named.length > 0 ? [`Still wrong: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`] : []),
  ]
}

function figure(share: number): string {
  return String(Number(share.toPrecision(3)))
}
