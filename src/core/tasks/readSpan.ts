import type { Reading } from '../words/index.ts'
import { bare, cutAtCue, refusesAtOnce, soundsRefused, tidy } from './reading/index.ts'
import { squadNormalise } from './squadNormalise.ts'

/**
 * Reads an answer that should be copied from `passage`. Of the text, the text after "the answer is", its first line
 * and its first clause, the first that stands in the passage is the answer; else the first line is, as it is said.
 * Never looks at the gold answer.
 */
export function readSpan(text: string, passage: string): Reading {
  const plain = tidy(text)
  if (squadNormalise(plain) === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const where = ` ${squadNormalise(passage)} `
  const isSpan = (span: string): boolean => {
    const key = squadNormalise(span)
    return key !== '' && where.includes(` ${key} `)
  }
  const whole = [plain, text.trim()].find(isSpan)
  if (whole !== undefined) return { outcome: 'answered', answer: bare(whole) }
  if (refusesAtOnce(plain)) return { outcome: 'refused', reason: 'the text begins with a refusal' }

  const { after } = cutAtCue(plain)
  const line = firstLine(after)
  const clauses = [/[.!?;](?=\s)/u, /,? (?:because|since|as)\b/iu, /[,(–—]/u].map((end) => line.split(end, 1)[0] ?? '')
  const span = [after, line, ...clauses].find(isSpan)
  if (span !== undefined) return { outcome: 'answered', answer: bare(span) }
  if (soundsRefused(plain)) return { outcome: 'refused', reason: 'the text is a refusal' }
  const said = bare(line)
  if (squadNormalise(said) === '') return { outcome: 'unparseable', reason: 'the text holds no words' }
  return { outcome: 'answered', answer: said }
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => squadNormalise(line) !== '') ?? ''
}
