import type { Judge, JudgeCard } from '../types/index.ts'
import { clopperPearson } from '../statistics/rateIntervals.ts'
import { canonicalJson, sha256 } from '../hash/index.ts'

/** A share with its exact interval at level 0.95; `null` of nothing. */
export interface Share {
  readonly count: number
  readonly of: number
  readonly interval: readonly [number, number]
}

/** The figures that say how good a judge is. */
export interface JudgeFigures {
  /** Verdicts equal to the human's; a verdict that cannot be read counts as unequal. */
  readonly agreement: Share | null
  /** Cohen's kappa: agreement beyond chance, at most 1; `null` where either side only ever says one thing. */
  readonly kappa: number | null
  /** The share that the judge lets pass of the answers that humans call wrong: the error that ships. */
  readonly leniency: Share | null
  /** Items on which the judge's two verdicts differ: its own noise. */
  readonly noise: Share | null
}

/** Agreement with humans and own noise, from a card. Kappa after Cohen (1960). */
export function judgeFigures({ items }: Pick<JudgeCard, 'items'>): JudgeFigures {
  const wrong = items.filter(({ human }) => !human)
  return {
    agreement: share(items.filter(({ human, judged }) => judged === human).length, items.length),
    kappa: kappaOf(items),
    leniency: share(wrong.filter(({ judged }) => judged === true).length, wrong.length),
    noise: share(items.filter(({ judged, again }) => judged !== again).length, items.length),
  }
}

function share(count: number, total: number): Share | null {
  return total === 0 ? null : { count, of: total, interval: clopperPearson(count, total, 0.95) }
}

function kappaOf(items: JudgeCard['items']): number | null {
  const known = items.filter(({ judged }) => judged !== null)
  if (known.length === 0) return null
  const rate = (holds: (item: JudgeCard['items'][number]) => boolean) => known.filter(holds).length / known.length
  const [human, judged] = [rate((item) => item.human), rate((item) => item.judged === true)]
  const chance = human * judged + (1 - human) * (1 - judged)
  if (chance === 1) return null
  return (rate((item) => item.human === item.judged) - chance) / (1 - chance)
}

/**
 * Says why a judge may not gate; `null` where it may: its committed card is of this very judge, holds enough human verdicts,
 * and the lower end of its agreement with them (95% exact interval) reaches what the suite asks for.
 * @param hash `judgeHash` of the judge at hand
 */
export function judgeDoubt({ card, minAgreement }: Judge, hash: string): string | null {
  if (card === null) return 'no human labels are committed for it'
  if (card.judge !== hash) return 'its card is of another judge: model, revision, parameters or rubric differ'
  if (card.items.length < FEWEST_LABELS)
    return `its card holds ${card.items.length} human labels, fewer than ${FEWEST_LABELS}`
  const [low = 0, high = 1] = judgeFigures(card).agreement?.interval ?? []
  if (low >= minAgreement) return null
  return `it agrees with humans in ${low.toFixed(3)} to ${high.toFixed(3)} of the cases, ${minAgreement} is asked for`
}

/** Human verdicts that a card must hold before its interval is looked at. */
const FEWEST_LABELS = 30

/**
 * Identity of a judge: its model, revision, parameters and rubric. Another rubric or revision is another judge, whose
 * agreement with humans is unknown.
 */
export function judgeHash(
  release: { readonly model: string; readonly revision: string | null; readonly parameters: object } | null,
  rubric: string,
): string {
  const who = release && { model: release.model, revision: release.revision, parameters: release.parameters }
  return sha256(canonicalJson({ judge: who, rubric }))
}
