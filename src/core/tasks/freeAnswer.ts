import type { Example, TaskKind } from '../types/index.ts'
import { defineTask } from './defineTask.ts'
import { bare, separateReasoning, undress } from './_internal/plainText.ts'
import { refusesAtOnce } from './_internal/denial.ts'
import { squadNormalise } from './squadNormalise.ts'

/** The functions that score and compare free answers. */
export interface FreeAnswerScoring {
  /** Names the judge in the task's hash. */
  readonly judge: string
  /** Score in [0, 1]. Default: 1 where the answer is the reference in other letters, else 0 (a judge model may say more). */
  readonly score?: (answer: string, example: Example) => number
  /** `true` of two answers that say the same. Default: those that are equal after SQuAD's normalisation. */
  readonly same?: (a: string, b: string) => boolean
}

/**
 * The model answers a question in its own words. An answer is the text without its wrapping; a judge scores it, unless it
 * is the reference but for case, articles and punctuation: then it is right. A text is read in this order:
 * 1. Reasoning is taken off; where it never ends there is no answer.
 * 2. The text between the last `<answer>` and `</answer>` is the answer, also in a text that was cut later.
 * 3. A text that was cut is no answer: what it lacks may be what counts.
 * 4. A text that declines at once is refused; every other text is the answer.
 */
export function freeAnswer({ judge, score, same = sameWords }: FreeAnswerScoring): TaskKind {
  return defineTask({
    kind: 'free-answer',
    reader: '2',
    summary: 'Answer a question in your own words; a judge scores it.',
    fields: ['question'],
    optionalFields: ['passage'],
    hasOptions: false,
    hasLabels: false,
    settings: { judge },
    check: ({ gold }) => (squadNormalise(gold) === '' ? 'the reference answer holds no words' : null),
    read: (text, _example, { cut }) => {
      const { said, unfinished } = separateReasoning(text)
      if (unfinished) return { outcome: 'unparseable', reason: 'the reasoning never ends, so no answer follows it' }
      const { 1: field } = [...said.matchAll(/<answer>([\s\S]*?)<\/answer>/gi)].at(-1) ?? []
      const plain = bare(undress(field ?? said))
      if (squadNormalise(plain) === '') return { outcome: 'unparseable', reason: 'the text is empty' }
      if (cut && field === undefined) return { outcome: 'unparseable', reason: 'the answer was not finished' }
      if (refusesAtOnce(plain)) return { outcome: 'refused', reason: 'the text begins with a refusal' }
      return { outcome: 'answered', answer: plain }
    },
    sameAnswer: (a, b) => sameWords(a, b) || same(a, b),
    score: (answer, example) => (sameWords(answer, example.gold) ? 1 : (score?.(answer, example) ?? 0)),
  })
}

function sameWords(a: string, b: string): boolean {
  return squadNormalise(a) === squadNormalise(b)
}
