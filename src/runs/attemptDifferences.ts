import { attemptAlpha } from '../core/gate/index.ts'
import { claimId } from '../core/plan/index.ts'
import type { Run } from '../core/words/index.ts'

/**
 * What does not hold together in a run's account of its attempt and its waivers: every claim is tested at the attempt's
 * share of α, rests on no source that was spent, and a waived limit is looser than the claim's own.
 */
export function attemptDifferences({ evidence }: Run): string[] {
  const { attempt, claims } = evidence
  const found: string[] = []
  if (attempt) {
    const { number, total, alpha, excluded } = attempt
    if (Math.abs(attemptAlpha(total, number) - alpha) > 1e-12)
      found.push(`attempt ${number} may spend ${attemptAlpha(total, number)} of ${total}, recorded as ${alpha}`)
    for (const { title, spec, order, alpha: tested, verdict } of claims) {
      if (verdict === 'not applicable') continue
      if (Math.abs(tested - alpha) > 1e-12) found.push(`"${title}" is tested at ${tested}, the attempt at ${alpha}`)
      const spent = new Set(excluded.find(({ task }) => task === spec.task)?.groups)
      const used = order.filter((group) => spent.has(group))
      if (used.length > 0) found.push(`"${title}" rests on sources that were spent: ${used.slice(0, 3).join(', ')}`)
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
