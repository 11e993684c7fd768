import { attemptAlpha } from '../core/gate/index.ts'
import { claimId } from '../core/plan/index.ts'
import type { Run } from '../core/words/index.ts'

/**
 * What does not hold together in a run's account of its attempt and its waivers: every claim is tested at the attempt's
 * share of α, rests on no source of the display share, and a waived limit is looser than the claim's own.
 */
export function attemptDifferences({ evidence }: Run): string[] {
  const { attempt, claims } = evidence
  const found: string[] = []
  if (attempt) {
    const { number, total, alpha, excluded = [], display = [] } = attempt
    if (Math.abs(attemptAlpha(total, number) - alpha) > 1e-12)
      found.push(`attempt ${number} may spend ${attemptAlpha(total, number)} of ${total}, recorded as ${alpha}`)
    for (const claim of claims) {
      const { title, spec, order, otherOrder = [], display: shown = [], alpha: tested, verdict } = claim
      if (verdict === 'not applicable') continue
      if (Math.abs(tested - alpha) > 1e-12) found.push(`"${title}" is tested at ${tested}, the attempt at ${alpha}`)
      const of = (shares: typeof display, task: string | undefined) =>
        new Set(shares.find((share) => share.task === task)?.groups)
      const rests = (groups: readonly string[], share: ReadonlySet<string>, which: string): void => {
        const used = groups.filter((group) => share.has(group))
        if (used.length > 0) found.push(`"${title}" rests on sources ${which}: ${used.slice(0, 3).join(', ')}`)
      }
      rests(order, of(excluded, spec.task), 'that were spent')
      // A claim about these very examples needs all of them, and the unit of one about instructions is an instruction.
      if (spec.population === undefined) {
        rests(order, of(display, spec.task), 'of the display share')
        rests(otherOrder, of(display, spec.other?.task), 'of the display share')
      }
      const strange = shown.filter((group) => !of(display, spec.task).has(group))
      if (strange.length > 0)
        found.push(`"${title}" shows sources that are not of the display share: ${strange.slice(0, 3).join(', ')}`)
    }
  }
  for (const { title, spec, waived } of claims) {
    if (!waived) continue
    const { limit, of } = waived
    if (claimId({ ...spec, limit }) !== of) found.push(`"${title}" is waived for another claim, ${of}`)
    if (spec.sense === 'at most' ? spec.limit <= limit : spec.limit >= limit)
      found.push(`"${title}" is waived with a limit that is not looser: ${spec.limit}, its own is ${limit}`)
  }
  return found
}
