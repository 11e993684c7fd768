import { claimId } from '../../core/hash/index.ts'
import { UsageError, type ClaimSpec, type Waived, type Waiver, isLooser } from '../../core/types/index.ts'

/** A claim as it is tested, and the waiver that loosened it. */
export interface MaybeWaived {
  readonly spec: ClaimSpec
  readonly waived?: Waived
}

/**
 * Says whether a waiver names a claim: by its id, its title, or the title of its test without the names of the `describe`
 * blocks around it. Such a short name may fit several claims, which the end of the run refuses.
 */
export function waives({ claim }: Pick<Waiver, 'claim'>, title: string, id: string): boolean {
  return claim === title || claim === id || title.endsWith(` > ${claim}`)
}

/**
 * Replaces the claim's limit by the looser one of its waiver, found by title or id. The cells that are asked stay the same.
 * Throws `UsageError` at the waiver's line for a limit that is not looser, or outside the statistic's range.
 */
export function waive(spec: ClaimSpec, title: string, waivers: readonly Waiver[]): MaybeWaived {
  const id = claimId(spec)
  const waiver =
    waivers.find(({ claim }) => claim === title || claim === id) ?? waivers.find((one) => waives(one, title, id))
  if (!waiver) return { spec }
  const { reason, owner, expires, at } = waiver
  const limit = inTermsOfSpec(waiver.limit, spec)
  const [low, high] = spec.range
  if (!(limit >= low && limit <= high))
    throw new UsageError(`"limit" ${waiver.limit} is outside the range of the ${spec.statistic}`, at)
  if (!isLooser(spec.sense, limit, spec.limit)) {
    const own = inTermsOfSpec(spec.limit, spec)
    const above = (spec.sense === 'at most') === (own === spec.limit)
    throw new UsageError(
      `"limit" ${waiver.limit} is not looser than the claim's own, ${own}: write one ${above ? 'above' : 'below'} it, or remove the waiver`,
      at,
    )
  }
  return { spec: { ...spec, limit }, waived: { of: id, limit: spec.limit, reason, owner, expires } }
}

/**
 * Translates a waiver's limit into that of the statistic: suites write `by: 0.02` for a limit of −0.02 on the difference,
 * and a waiver is written the same way.
 */
function inTermsOfSpec(limit: number, spec: ClaimSpec): number {
  const written = Object.values(spec.options)
  const turned = spec.limit !== 0 && !written.includes(spec.limit) && written.includes(-spec.limit)
  return turned ? -limit : limit
}
