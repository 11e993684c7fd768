import { sha256 } from './canonicalJson.ts'

/** First 16 hex digits of the sha256 of an answer in canonical form: what a baseline keeps of it. */
export function answerHash(answer: string): string {
  return sha256(answer).slice(0, 16)
}

/** Writes the answer of a baseline's cell as a hash: the baseline never keeps the text. */
export function storedAnswerHash(hash: string): string {
  return `${HASH_PREFIX}${hash}`
}

/** Says whether an answer is only a baseline's hash of one. */
export function isStoredAnswerHash(answer: string): boolean {
  return answer.startsWith(HASH_PREFIX) && /^sha256:[0-9a-f]{16}$/.test(answer)
}

const HASH_PREFIX = 'sha256:'
