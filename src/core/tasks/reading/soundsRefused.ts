import { CURT, INABILITY, OPENING, START } from './refusalPhrases.ts'

const TRACE = new RegExp(`^(?:${OPENING})|\\b(?:${INABILITY}|${CURT})`, 'iu')

/** Whether a text in which no answer was found declines somewhere, or opens as refusals do ("As an AI …"). */
export function soundsRefused(text: string): boolean {
  return TRACE.test(text.slice(0, START))
}
