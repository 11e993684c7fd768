/** The position (from 0) of an option's letter; -1 for anything else. */
export function letterIndex(answer: string | null): number {
  return answer !== null && /^[A-Z]$/.test(answer) ? answer.charCodeAt(0) - 65 : -1
}
