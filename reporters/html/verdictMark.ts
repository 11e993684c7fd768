import type { verdictWord } from '../../src/core/wording/index.ts'
import type { ClaimVerdict } from '../../src/core/types/index.ts'

type Word = ClaimVerdict | ReturnType<typeof verdictWord>

const MARKS: Readonly<Record<Word, readonly [name: string, sign: string]>> = {
  pass: ['pass', '✓'],
  fail: ['fail', '✕'],
  inconclusive: ['open', '?'],
  'not applicable': ['none', '–'],
  'collected for': ['none', '–'],
  listed: ['none', '–'],
}

/** The style class of a verdict. */
export function verdictClass(verdict: Word): string {
  return MARKS[verdict][0]
}

/** The sign of a verdict, which tells them apart without colour. */
export function verdictSign(verdict: Word): string {
  return MARKS[verdict][1]
}

/** A verdict as a badge: sign and word. */
export function verdictMark(verdict: Word): string {
  return `<span class="badge ${verdictClass(verdict)}"><span aria-hidden="true">${verdictSign(verdict)}</span> ${verdict}</span>`
}
