import { counted } from '../../src/core/text/index.ts'
import type { RunEvidence } from '../../src/core/types/index.ts'

/** The most attempts that are listed; the rest are counted. */
const MOST = 5

/**
 * Says which attempt at the baseline a run is, how much of α earlier ones spent, and how the examples of the regression
 * list fared; a sentence a line.
 */
export function attemptLines({ attempt, baselineId }: RunEvidence): string[] {
  if (!attempt) return []
  const { number, alpha, total, earlier, display, excluded = [], regressions } = attempt
  const sizeOf = (shares: typeof excluded) => shares.reduce((count, { groups }) => count + groups.length, 0)
  const [held, left] = [sizeOf(display ?? []), sizeOf(excluded)]
  const before = earlier.reduce((sum, entry) => sum + entry.alpha, 0)
  const shown = earlier.slice(-MOST)
  return [
    `Attempt ${number} at ${baselineId ?? 'the baseline'}: tested at ${figure(alpha)} of ${figure(total)}; ` +
      `earlier ones spent ${figure(before)}${before + alpha > total ? ', more than there was (attempts on parallel branches)' : ''}.`,
    ...(earlier.length > MOST ? [`${earlier.length - MOST} earlier attempts are not listed.`] : []),
    ...shown.map(({ attempt: k, candidate, seed, verdict }) => `Attempt ${k}: ${candidate}, seed ${seed}: ${verdict}.`),
    ...(held > 0
      ? [
          `${counted(held, 'source is', 'sources are')} the display share: they never decide, and every example shown here is of them. ` +
            'The run folder holds the answers of those that decide; repairing what they show makes the next gate promise less.',
        ]
      : // Runs of version 0.1 held no share out, and showed examples that decided.
        display
        ? ['No display share is held out (fewer than 200 sources), so no example is shown.']
        : []),
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
    `Regression list, which decides nothing: ${asked.length - wrong.length} of ${counted(asked.length, 'shown example')} ` +
      `right now, ${wrong.length} wrong${asked.length < regressions.length ? `, ${regressions.length - asked.length} not asked` : ''}.`,
    ...(named.length > 0 ? [`Still wrong: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`] : []),
  ]
}

function figure(share: number): string {
  return String(Number(share.toPrecision(3)))
}
