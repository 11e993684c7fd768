import type { ClaimVerdict } from '../../src/core/words/index.ts'

const MARKS: Readonly<Record<ClaimVerdict, readonly [name: string, sign: string]>> = {
  pass: ['pass', '✓'],
  fail: ['fail', '✕'],
  inconclusive: ['open', '?'],
  'not applicable': ['none', '–'],
}

/** The style class of a verdict. */
export function verdictClass(verdict: ClaimVerdict): string {
  return MARKS[verdict][0]
}

/** The sign of a verdict, which tells them apart without colour. */
export function verdictSign(verdict: ClaimVerdict): string {
  return MARKS[verdict][1]
}

/** A verdict as a badge: sign and word. */
export function verdictMark(verdict: ClaimVerdict): string {
  return `<span class="badge ${verdictClass(verdict)}"><span aria-hidden="true">${verdictSign(verdict)}</span> ${verdict}</span>`
}
