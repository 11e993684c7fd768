import type { CounterexampleSide } from '../types/index.ts'
import { answerHash } from './answerHash.ts'
import { quote } from './quote.ts'
import { isStoredAnswerHash, storedAnswerHash } from './storedAnswerHash.ts'

/** The answer in quotes, or why there is none; its score where that alone tells two sides apart. Of an answer kept as a hash it can be told whether it was the gold one. */
export function answerInWords(
  { answer, outcome, score }: Pick<CounterexampleSide, 'answer' | 'outcome' | 'score'>,
  gold: string,
): string {
  if (score !== undefined) return answer === null ? `score ${score}` : `${quote(answer)} (score ${score})`
  if (answer === null) return `no answer (${outcome})`
  if (answer === storedAnswerHash(answerHash(gold))) return quote(gold)
  return isStoredAnswerHash(answer) ? 'another answer, kept only as a hash,' : quote(answer)
}
