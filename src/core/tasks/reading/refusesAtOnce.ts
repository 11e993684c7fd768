import { CURT, INABILITY, OPENING, START } from './refusalPhrases.ts'

const LEADING = new RegExp(`^(?:${OPENING}){0,3}(?:${INABILITY}|${CURT})`, 'iu')

/** Whether a text begins by declining to answer ("I cannot …", "I'm sorry, but I can't …"), whatever follows. */
export function refusesAtOnce(text: string): boolean {
  return LEADING.test(text.slice(0, START))
}
