import type { Judge } from '../types/index.ts'
import { judgeFigures } from './judgeFigures.ts'

/** Human verdicts that a card must hold before its interval is looked at. */
const FEWEST = 30

/**
 * Why a judge may not gate, or `null` where it may: its committed card is of this very judge, holds enough human verdicts,
 * and the lower end of its agreement with them (95% exact interval) reaches what the suite asks for.
 * @param hash `judgeHash` of the judge at hand
 */
export function judgeDoubt({ card, minAgreement }: Judge, hash: string): string | null {
  if (card === null) return 'no human labels are committed for it'
  if (card.judge !== hash) return 'its card is of another judge: model, revision, parameters or rubric differ'
  if (card.items.length < FEWEST) return `its card holds ${card.items.length} human labels, fewer than ${FEWEST}`
  const [low = 0, high = 1] = judgeFigures(card).agreement?.interval ?? []
  if (low >= minAgreement) return null
  return `it agrees with humans in ${low.toFixed(3)} to ${high.toFixed(3)} of the cases, ${minAgreement} is asked for`
}
