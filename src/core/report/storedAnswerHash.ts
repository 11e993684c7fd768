/** How the answer of a baseline's cell is written: the baseline keeps a hash, never the text. */
export function storedAnswerHash(hash: string): string {
  return `${PREFIX}${hash}`
}

/** Whether an answer is only a baseline's hash of one. */
export function isStoredAnswerHash(answer: string): boolean {
  return /^sha256:[0-9a-f]{16}$/.test(answer)
}

const PREFIX = 'sha256:'
