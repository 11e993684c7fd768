import { sha256 } from '../hash/index.ts'

/** First 16 hex digits of the sha256 of an answer in canonical form: what a baseline keeps of it. */
export function answerHash(answer: string): string {
  return sha256(answer).slice(0, 16)
}
