import { booleanQa, textClassification } from '../tasks/index.ts'
import { verdictWords } from './rubricPrompt.ts'

/**
 * A judge's verdict: `true` right, `false` wrong, `null` where its text says neither, or both. The words are those of the
 * rubric, yes and no by default.
 */
export function readVerdict(text: string, rubric: string): boolean | null {
  const { right, wrong } = verdictWords(rubric)
  const example = { id: '', group: '', input: {}, gold: right }
  const reading =
    right === 'yes' && wrong === 'no'
      ? booleanQa.read(text, example, { labels: null })
      : textClassification.read(text, example, { labels: { [right]: right, [wrong]: wrong } })
  return reading.outcome === 'answered' ? reading.answer === right : null
}
